import type { ReactNode } from 'react';
import { truncate, visibleText } from '../../base/text.ts';
import { citationLabel, referenceKey, type EvidenceReference } from '../../model/evidence.ts';
import { api } from '../../protocol/api.ts';
import { useRead } from '../rpc/react.tsx';
import { useOpenBytes } from '../state/react.tsx';
import { Cite, IconButton } from '../ui/index.ts';
import './parts.css';

/** What is cited: a click opens the bytes. Evidence that cannot be opened says why. */
export function References({ references, onRemove }: { references: readonly EvidenceReference[]; onRemove?: (reference: EvidenceReference) => void }): ReactNode {
  const openBytes = useOpenBytes();
  const resolved = useRead(api.resolveCitations, { citations: references.map((r) => ({ hashPrefix: r.sha256, locator: r.locator })) }, { dependsOn: 'index' });
  return (
    <ul className="references">
      {references.map((reference, i) => {
        const found = resolved.outdated ? undefined : resolved.data?.[i];
        const path = found && 'path' in found ? found.path : undefined;
        return (
          <li key={referenceKey(reference)}>
            <Cite onPress={() => openBytes(reference)} label={`Open the bytes of ${citationLabel(reference)}`}>{citationLabel(reference)}</Cite>
            <span className="ell t2" title={path}>{path === undefined ? '' : `${visibleText(path)}${reference.locator.kind === 'bytes' && reference.locator.line !== undefined ? `:${reference.locator.line}` : ''}`}</span>
            {onRemove && <IconButton icon="close" size="small" label={`Take ${citationLabel(reference)} away`} onPress={() => onRemove(reference)} />}
            <p className="mono selectable">{truncate(visibleText(reference.excerpt), 400)}</p>
            {found && found.state !== 'found' && <p className="references-problem">{unresolvedText(found)}</p>}
          </li>
        );
      })}
    </ul>
  );
}

function unresolvedText(found: { state: 'unknown-artifact' | 'ambiguous-prefix' | 'outside-artifact' | 'bytes-missing'; message?: string; path?: string }): string {
  const sentences = {
    'unknown-artifact': 'This evidence is not in the case. Add the file to see its bytes.',
    'ambiguous-prefix': 'Several files of the case begin with this hash. Cite more digits.',
    'outside-artifact': `${visibleText(found.path ?? 'The file')} is shorter than what is cited.`,
    'bytes-missing': visibleText(found.message ?? 'The bytes cannot be read now.'),
  };
  return sentences[found.state];
}
