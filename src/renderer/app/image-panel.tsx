import { useState, type ReactNode } from 'react';
import { uuidv7 } from '../../base/ids.ts';
import { visibleText } from '../../base/text.ts';
import type { Artifact } from '../../model/artifact.ts';
import { regionWords, type EvidenceReference } from '../../model/evidence.ts';
import { formatTimeText, parseTimeText } from '../../model/time-text.ts';
import { api } from '../../protocol/api.ts';
import { useEvidenceImage } from '../rpc/evidence-image.ts';
import { useCaseInfo, useCaseSession, useRead } from '../rpc/react.tsx';
import { usePlaceStore, useZone } from '../state/react.tsx';
import { formatBytesParam } from '../state/place.ts';
import { Button, FailurePanel, ImageView, Skeleton, TextField, useToast, type Region } from '../ui/index.ts';
import { baseName } from './paths.ts';

/** An image of the case, with a region that is part of the link. */
export function ImagePanel({ artifact, target }: { artifact: Artifact; target: Pick<EvidenceReference, 'sha256' | 'locator'> }): ReactNode {
  const place = usePlaceStore();
  const event = useRead(api.getEvent, { sha256: artifact.sha256, offsetBytes: 0 }, { dependsOn: 'index' });
  const attributes = event.data?.attributes;
  const image = useEvidenceImage(artifact, attributes && { type: attributes['image.type'], width: attributes['image.width'], height: attributes['image.height'] });
  const region = target.locator.kind === 'region' ? target.locator : undefined;
  const set = (next: Region | undefined): void =>
    place.set({ bytes: formatBytesParam({ sha256: artifact.sha256, locator: next ? { kind: 'region', ...next } : { kind: 'artifact' } }) }, { replace: true });
  const [pinning, setPinning] = useState(false);

  if (event.failure) return <FailurePanel title="The picture cannot be shown" message={event.failure.message} onRetry={event.reload} />;
  if (image.state === 'refused') return <FailurePanel title="The picture is not drawn" message={image.reason} />;
  if (image.state === 'loading') return <Skeleton rows={8} label={`Reading the picture, ${Math.round(image.fraction * 100)} %`} />;
  return (
    <>
      <ImageView src={image.src} size={image.size} label={visibleText(baseName(artifact.paths[0]!))} region={region} onRegion={set} />
      <RegionFields size={image.size} region={region} onChange={set} />
      {pinning
        ? <PinForm artifact={artifact} target={target} timeNs={event.data?.timeNs} timeText={event.data?.timeText} onDone={() => setPinning(false)} />
        : <div className="image-actions"><Button icon="pin" onPress={() => setPinning(true)}>{region ? 'Pin the region to the timeline' : 'Pin to the timeline'}</Button></div>}
    </>
  );
}

const FIELDS = [['x', 'Left'], ['y', 'Top'], ['width', 'Width'], ['height', 'Height']] as const;

/** The region in numbers, to read and to type. */
function RegionFields({ size, region, onChange }: { size: { width: number; height: number }; region: Region | undefined; onChange: (region: Region | undefined) => void }): ReactNode {
  const [typed, setTyped] = useState<Partial<Record<keyof Region, string>>>({});
  const value = (key: keyof Region): string => typed[key] ?? (region ? String(region[key]) : '');
  function settle(): void {
    const next = { x: number(value('x'), 0), y: number(value('y'), 0), width: number(value('width'), size.width), height: number(value('height'), size.height) };
    const fits = next.width >= 1 && next.height >= 1 && next.x + next.width <= size.width && next.y + next.height <= size.height;
    if (Object.keys(typed).length === 0) return;
    if (FIELDS.every(([key]) => value(key) === '')) onChange(undefined);
    else if (fits) onChange(next);
    else return;
    setTyped({});
  }
  const problem = (key: keyof Region): string | undefined => {
    if (typed[key] === undefined || typed[key] === '') return undefined;
    if (!/^\d{1,9}$/.test(typed[key].trim())) return 'A whole number';
    const most = { x: size.width - number(value('width'), 1), y: size.height - number(value('height'), 1), width: size.width - number(value('x'), 0), height: size.height - number(value('y'), 0) }[key];
    return Number(typed[key]) > most ? `At most ${Math.max(0, most)}` : undefined;
  };
  return (
    <form className="region-fields" aria-label="Region in pixels" onSubmit={(e) => { e.preventDefault(); settle(); }}>
      {FIELDS.map(([key, label]) => (
        <TextField key={key} label={label} value={value(key)} onChange={(text) => setTyped({ ...typed, [key]: text })} onBlur={settle} error={problem(key)} placeholder={region ? '' : 'none'}
          onKeyDown={(e) => { if (e.key === 'Enter') settle(); }} />
      ))}
    </form>
  );
}

function number(text: string, otherwise: number): number {
  return /^\d{1,9}$/.test(text.trim()) ? Number(text) : otherwise;
}

/** A picture rarely says when: the person who pins it does. */
function PinForm({ artifact, target, timeNs, timeText, onDone }: {
  artifact: Artifact; target: Pick<EvidenceReference, 'sha256' | 'locator'>; timeNs: bigint | undefined; timeText: string | undefined; onDone: () => void;
}): ReactNode {
  const session = useCaseSession();
  const place = usePlaceStore();
  const toast = useToast();
  const info = useCaseInfo();
  const zone = useZone(info.zone);
  const name = baseName(artifact.paths[0]!);
  const said = timeNs === undefined ? '' : formatTimeText(timeNs, zone);
  const [title, setTitle] = useState('');
  const [time, setTime] = useState(said);
  const [problem, setProblem] = useState<string>();
  async function pin(): Promise<void> {
    const nowNs = BigInt(Date.now()) * 1_000_000n;
    const read = parseTimeText(time, { zone, nearNs: timeNs ?? info.toNs ?? nowNs, nowNs });
    if (!read.ok) {
      setProblem(read.failure.message);
      return;
    }
    const excerpt = target.locator.kind === 'region' ? regionWords(target.locator, name) : name;
    const isOwn = time === said && timeNs !== undefined;
    const id = uuidv7();
    const done = await session.run({ name: 'timeline.add', input: { entry: {
      id, kind: 'observation', title: title.trim() === '' ? excerpt.slice(0, 500) : title.trim().slice(0, 500), note: '', role: '',
      time: { form: 'point', startNs: isOwn ? timeNs : read.value.ns, uncertaintyNs: 0n, basis: isOwn ? 'evidence' : 'stated', zone: read.value.zone, ...(isOwn && timeText !== undefined ? { text: timeText.slice(0, 400) } : {}) },
      evidence: [{ ...target, excerpt, addedBy: '', addedAtNs: nowNs }],
    } } });
    if (!done.ok) {
      setProblem(done.failure.message);
      return;
    }
    toast({ text: 'Pinned to the timeline.', actions: [{ label: 'Undo', run: () => void session.undo() }, { label: 'Open', run: () => place.go('timeline', { sel: id }) }] });
    onDone();
  }
  return (
    <form className="pin-form" aria-label="Pin to the timeline" onSubmit={(e) => { e.preventDefault(); void pin(); }}>
      <TextField label="What it shows" value={title} onChange={setTitle} autoFocus placeholder="p99 latency leaves its band" />
      <TextField label={timeNs === undefined ? 'When, the picture does not say' : 'When'} value={time} onChange={(text) => { setTime(text); setProblem(undefined); }} error={problem} placeholder="2026-10-14 10:42:05" />
      <div className="image-actions">
        <Button kind="primary" type="submit" icon="pin">Pin</Button>
        <Button kind="quiet" onPress={onDone}>Cancel</Button>
      </div>
    </form>
  );
}
