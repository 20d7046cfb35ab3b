import { useState, type ReactNode } from 'react';
import { plural, visibleText } from '../../../base/text.ts';
import { formatDayMonth } from '../../../base/time-ticks.ts';
import { formatTimeOfDay } from '../../../base/time.ts';
import { api } from '../../../protocol/api.ts';
import { useCaseInfo, useRead } from '../../rpc/react.tsx';
import { useZone } from '../../state/react.tsx';
import { Button, FailurePanel, Icon, PlainButton, Skeleton, TextField } from '../../ui/index.ts';
import { STATE_TITLE } from './status-panel.tsx';

/** Texts that were kept, newest first: each can be compared with the text as it is. */
export function VersionsPanel({ compared, asRoles, onCompare, onKeep }: {
  compared: string | undefined; asRoles: (text: string) => string; onCompare: (id: string | undefined) => void; onKeep: (label: string) => Promise<boolean>;
}): ReactNode {
  const zone = useZone(useCaseInfo().zone);
  const reading = useRead(api.listVersions, {}, { dependsOn: 'work' });
  const [label, setLabel] = useState('');
  const [keeping, setKeeping] = useState(false);
  const versions = reading.data;
  const keep = async (): Promise<void> => {
    if (label.trim() === '' || keeping) return;
    setKeeping(true);
    if (await onKeep(label.trim())) setLabel('');
    setKeeping(false);
  };
  return (
    <>
      <form className="pm-panel-tools" onSubmit={(event) => { event.preventDefault(); void keep(); }}>
        <TextField label="Keep the text as it is now" value={label} onChange={setLabel} placeholder="What for: before the rewrite" />
        <Button type="submit" isDisabled={label.trim() === '' || keeping}>{keeping ? 'Keeping' : 'Keep'}</Button>
      </form>
      {!versions && (reading.failure ? <FailurePanel title="The versions cannot be read" message={reading.failure.message} onRetry={reading.reload} /> : <Skeleton rows={5} rowHeight={40} label="Reading the versions" />)}
      {versions?.length === 0 && <p className="pm-none">No version was kept yet. Each step of the status keeps one.</p>}
      {versions && versions.length > 0 && (
        <ul className="pm-rows" aria-label="Versions">
          {versions.map((v) => (
            <li key={v.id}>
              <PlainButton className={`pm-row focus-inside${v.id === compared ? ' on' : ''}`} isCurrent={v.id === compared} onPress={() => onCompare(v.id === compared ? undefined : v.id)}>
                <span><b>{visibleText(v.label)}</b>{v.state === 'closed' && <> <Icon name="lock" size={12} label="Signed off" /></>}</span>
                <span className="t3">{`${formatDayMonth(v.atNs, zone, true)}, ${formatTimeOfDay(v.atNs, zone, 'minute')}, ${visibleText(asRoles(v.author))}, ${STATE_TITLE[v.state].toLowerCase()}, ${plural(v.words, 'word')}`}</span>
              </PlainButton>
            </li>
          ))}
        </ul>
      )}
      {versions && versions.length > 0 && <p className="pm-note">Press one to compare it with the text as it is now.</p>}
    </>
  );
}
