import type { ReactNode } from 'react';
import { visibleText } from '../../../base/text.ts';
import { formatTimeOfDay } from '../../../base/time.ts';
import { citationLabel } from '../../../model/evidence.ts';
import { useCaseUi, useCaseUiStore, useOpenBytes } from '../../state/react.tsx';
import { Button, Cite, Icon, Keys } from '../../ui/index.ts';

/** The first half of a pair, while its other half is looked for. */
export function MomentBar({ zone }: { zone: string }): ReactNode {
  const ui = useCaseUiStore();
  const openBytes = useOpenBytes();
  const open = useCaseUi((s) => s.moments.find((one) => one.there === undefined));
  if (!open) return null;
  const { here } = open;
  const reference = { sha256: here.sha256, locator: { kind: 'bytes', offsetBytes: here.offsetBytes, lengthBytes: Math.max(1, here.lengthBytes) } } as const;
  return (
    <div className="moment-bar" role="status">
      <Icon name="clock" />
      <span className="nowrap">Same moment as</span>
      <span className="mono nowrap">{formatTimeOfDay(here.recordedNs, zone)}</span>
      <span className="t2 ell grow">{`${visibleText(here.source)}: ${visibleText(here.body)}`}</span>
      <Cite onPress={() => openBytes(reference)} label="Open the bytes of the record picked first">{citationLabel(reference)}</Cite>
      <span className="t2 nowrap">Go to it in another source and press <Keys keys="=" /></span>
      <Button kind="quiet" onPress={() => ui.setState((s) => ({ moments: s.moments.filter((one) => one.there !== undefined) }))}>Cancel</Button>
    </div>
  );
}
