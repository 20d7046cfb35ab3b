import type { ReactNode } from 'react';
import { truncate, visibleText } from '../../../base/text.ts';
import { Comments } from '../../comments/comments.tsx';
import { useCaseInfo } from '../../rpc/react.tsx';
import { useZone } from '../../state/react.tsx';
import { Button } from '../../ui/index.ts';

/** What people said about the text. `quote`: the passage that a new comment is about; empty for the whole. */
export function CommentsPanel({ quote, focusWhen, onQuote, onWhole, onLeave }: {
  quote: string; focusWhen: number; onQuote: (quote: string) => void; onWhole: () => void; onLeave: () => void;
}): ReactNode {
  const zone = useZone(useCaseInfo().zone);
  return (
    <>
      {quote !== '' && <div className="pm-quote"><blockquote>{visibleText(truncate(quote, 200), true)}</blockquote><Button kind="link" onPress={onWhole}>About the whole instead</Button></div>}
      <Comments key={quote} subjectKind="postmortem" subjectId="" quote={quote} zone={zone} focusWhen={focusWhen} onQuote={onQuote} onLeave={onLeave} />
      {quote === '' && <p className="pm-note">Select words in the text and press Comment above it, and the comment stands at them.</p>}
    </>
  );
}
