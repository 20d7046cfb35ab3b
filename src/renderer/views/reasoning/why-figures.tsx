import type { ReactNode } from 'react';
import { whysText } from '../../../model/why-text.ts';
import type { WhyNode } from '../../../model/why.ts';
import { Button } from '../../ui/index.ts';

/** A set of whys to read and to hand on. */
export function WhyFigure({ root, show, onCopy }: { form: 'text'; root: WhyNode; show: (text: string) => string; onOpen: (id: string) => void; onCopy: () => void }): ReactNode {
  return (
    <div className="rs-figure scroll focus-inside" tabIndex={0} role="region" aria-label="Whys as text">
      <div className="rs-figure-bar"><Button icon="copy" keys="Ctrl+C" onPress={onCopy}>Copy as Markdown</Button></div>
      <pre className="rs-text selectable">{show(whysText(root))}</pre>
    </div>
  );
}
