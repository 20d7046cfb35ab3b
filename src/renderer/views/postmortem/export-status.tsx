import type { ReactNode } from 'react';
import { visibleText } from '../../../base/text.ts';
import { api } from '../../../protocol/api.ts';
import type { InputOf } from '../../../protocol/define.ts';
import { useRead } from '../../rpc/react.tsx';
import { useActions } from '../../state/react.tsx';
import { Button, FailurePanel, Skeleton } from '../../ui/index.ts';

export const STATUS_TITLE = { executives: 'Executives', customers: 'Customers', engineers: 'Engineers' } as const;

/** The three texts, each to be copied into a mail or a chat. */
export function StatusTexts({ choices }: { choices: InputOf<typeof api.statusTexts> }): ReactNode {
  const reading = useRead(api.statusTexts, choices, { dependsOn: 'work' });
  const actions = useActions();
  if (!reading.data) return reading.failure ? <FailurePanel title="The texts cannot be made" message={reading.failure.message} onRetry={() => reading.reload()} /> : <Skeleton rows={8} rowHeight={20} label="Writing the texts" />;
  return (
    <div className="pm-export-texts">
      {reading.data.map(({ reader, subject, text }) => (
        <section key={reader} aria-label={STATUS_TITLE[reader]}>
          <div className="pm-export-text-head"><h3 className="grow">{STATUS_TITLE[reader]}</h3><Button kind="quiet" icon="copy" onPress={() => actions.copy(`Subject: ${subject}\n\n${text}`, `Copied the text for ${reader}`)}>Copy</Button></div>
          <p className="t2">{visibleText(subject)}</p>
          {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a text that scrolls takes the focus, so that the keyboard can read it */}
          <pre className="selectable" tabIndex={0} role="region" aria-label={`Text for ${reader}`}>{visibleText(text, true)}</pre>
        </section>
      ))}
    </div>
  );
}
