import { lazy, Suspense, type ReactNode } from 'react';
import { visibleText } from '../../../base/text.ts';
import { formatDayMonth } from '../../../base/time-ticks.ts';
import { formatTimeOfDay } from '../../../base/time.ts';
import type { PostmortemVersion } from '../../../model/postmortem-status.ts';
import { api } from '../../../protocol/api.ts';
import { useCaseInfo, useRead } from '../../rpc/react.tsx';
import { useZone } from '../../state/react.tsx';
import { Button, FailurePanel, Skeleton } from '../../ui/index.ts';

const VersionDiff = lazy(() => import('./version-diff.tsx').then((m) => ({ default: m.VersionDiff })));

/** A kept version beside the text as it is now, in place of editor and preview. */
export function CompareView({ id, now, canTake, asRoles, onTake, onClose }: {
  id: string; now: string; canTake: boolean; asRoles: (text: string) => string; onTake: (version: PostmortemVersion) => void; onClose: () => void;
}): ReactNode {
  const zone = useZone(useCaseInfo().zone);
  const reading = useRead(api.getVersion, { id }, { dependsOn: 'work' });
  const version = reading.data?.id === id ? reading.data : undefined;
  return (
    <div className="pm-compare" role="region" aria-label="Compare versions">
      <div className="pm-pane-head">
        <span className="ell grow">{version ? <><b>{visibleText(version.label)}</b>{`, ${formatDayMonth(version.atNs, zone, true)} ${formatTimeOfDay(version.atNs, zone, 'minute')}, ${visibleText(asRoles(version.author))}`}<span className="t2">{version.text === now ? ': the text is as it was then' : ', left, against the text as it is now'}</span></> : 'Version'}</span>
        {version && canTake && version.text !== now && <Button onPress={() => onTake(version)}>Take this version back</Button>}
        <Button kind="quiet" icon="close" onPress={onClose}>Close</Button>
      </div>
      {!version && reading.failure && <FailurePanel title="The version cannot be read" message={reading.failure.message} onRetry={reading.reload} />}
      {!version && !reading.failure && <Skeleton rows={14} rowHeight={20} label="Reading the version" />}
      {version && <Suspense fallback={<Skeleton rows={14} rowHeight={20} label="Loading the comparison" />}><VersionDiff before={version.text} now={now} /></Suspense>}
    </div>
  );
}
