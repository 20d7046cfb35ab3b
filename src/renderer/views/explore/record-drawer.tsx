import { lazy, memo, Suspense, useCallback, useMemo, useState, type ReactNode } from 'react';
import { formatBytes } from '../../../base/bytes.ts';
import { formatCount, visibleText } from '../../../base/text.ts';
import { formatDayMonth } from '../../../base/time-ticks.ts';
import { formatOffset, formatRfc3339, formatTimeOfDay } from '../../../base/time.ts';
import type { EventDetail, EventId, EventRow } from '../../../model/event.ts';
import { citationLabel, type Locator } from '../../../model/evidence.ts';
import { isStandIn } from '../../../model/stand-in.ts';
import { severityClass } from '../../../model/severity.ts';
import { formatEventId } from '../../state/place.ts';
import { api } from '../../../protocol/api.ts';
import { useCaseSession, useRead } from '../../rpc/react.tsx';
import { useActions, useCaseUi, useCaseUiStore, useOpenBytes, usePlaceStore } from '../../state/react.tsx';
import { Button, Checkbox, Cite, Drawer, FailurePanel, HexView, IconButton, PlainButton, Section, Select, SeverityGlyph, SeverityMark, Skeleton, Tabs, type ReadBlock } from '../../ui/index.ts';
import { TrustNote } from '../../parts/trust-note.tsx';
import { ClockNote } from './clock-note.tsx';
import { toggleTerm } from './filter-state.ts';
import { MOST_DRAWN, terminalText } from './terminal-text.ts';
import { useLater } from './use-later.ts';
import type { Explore } from './use-explore.ts';

/** A terminal is a fifth of the program: loaded by the first record that needs one. */
const TerminalView = lazy(() => import('../../ui/terminal-view.tsx').then((m) => ({ default: m.TerminalView })));

type Tab = 'record' | 'trace';

/** One record in full. */
export function RecordDrawer({ event, x, isMarked, isPinned }: { event: EventId; x: Explore; isMarked: boolean; isPinned: boolean }): ReactNode {
  const ui = useCaseUiStore();
  const openBytes = useOpenBytes();
  const widthPx = useCaseUi((s) => s.drawerWidthPx);
  const place = usePlaceStore();
  const [tab, setTab] = useState<Tab>('record');
  const [near, setNear] = useState<Near>({ seconds: '1', sameArtifact: true });
  const detail = useRead(api.getEvent, event, { dependsOn: 'index' });
  const d = detail.data;
  // Bytes whose SHA-256 is being computed can be read, and not cited yet.
  const reference = d && !isStandIn(d.sha256) && { sha256: d.sha256, locator: { kind: 'bytes', offsetBytes: d.offsetBytes, lengthBytes: Math.max(1, d.lengthBytes) } satisfies Locator };

  return (
    <Drawer
      label="Record" widthPx={widthPx} onWidth={(drawerWidthPx) => ui.setState({ drawerWidthPx })} onClose={x.close}
      title={d && (
        <>
          <SeverityMark severity={severityClass(d.severityNumber)} />
          <b className="mono" title={d.timeNs === undefined ? '' : formatRfc3339(d.timeNs)}>{d.timeNs === undefined ? 'no time' : formatTimeOfDay(d.timeNs, x.zone)}</b>
          {d.timeNs !== undefined && <span className="t3 data ell">{`${formatOffset(d.timeNs, x.zone)}, ${formatDayMonth(d.timeNs, x.zone, true)}`}</span>}
        </>
      )}
      foot={(
        <>
          <Button kind="primary" icon="pin" keys="p" onPress={() => x.pin()}>{isPinned ? 'On the timeline' : 'Pin to timeline'}</Button>
          <Button icon="cite" keys="y" onPress={() => x.cite()}>Cite</Button>
          {d && reference && (d.kind === 'asciicast' || d.kind === 'script-recording') && <Button icon="play" onPress={() => place.go('terminal', { artifact: d.sha256, at: String(d.offsetBytes) })}>Play from here</Button>}
          <IconButton icon="mark" label={isMarked ? 'Take the mark away' : 'Mark this record'} keys="m" isSelected={isMarked} onPress={() => x.mark()} />
          <IconButton icon="copy" label="Copy with its reference" keys="c" onPress={() => x.copyLines()} />
        </>
      )}
    >
      {detail.loading && <Skeleton rows={12} label="Loading the record" />}
      {detail.failure && <FailurePanel title="This record cannot be read" message={detail.failure.message} onRetry={detail.reload} />}
      {d && (
        <>
          <Message text={visibleText(d.fullBody || d.body, true)} />
          {d.timeNs !== undefined && <TrustNote sha256={d.sha256} />}
          {d.clock && d.timeNs !== undefined && <ClockNote clock={d.clock} timeNs={d.timeNs} sha256={d.sha256} zone={x.zone} />}
          <div className="record-ref">
            {reference ? <Cite onPress={() => openBytes(reference)} label="Open these bytes in their file">{citationLabel(reference)}</Cite> : <span className="t3">its SHA-256 is being computed</span>}
            <span className="t3 ell" title={d.path}>{`${d.line > 0 ? `line ${formatCount(d.line)}, ` : ''}${visibleText(d.path.split('/').pop() ?? d.path)}`}</span>
          </div>
          {d.traceId !== undefined && (
            <div className="near-tools">
              <Button kind="link" onPress={() => place.go('traces', { trace: d.traceId, span: d.spanId })}>Open in Traces</Button>
              <Button kind="link" onPress={() => place.set({ filter: toggleTerm(x.filter, { kind: 'field', field: 'trace_id', op: ':', value: d.traceId!, negated: false }) })}>Filter to this trace</Button>
            </div>
          )}
          {d.traceId === undefined
            ? <RecordTab detail={d} x={x} near={near} onNear={setNear} />
            : (
              <Tabs
                label="Record" value={tab} onChange={setTab}
                tabs={[{ id: 'record', label: 'Record', content: <RecordTab detail={d} x={x} near={near} onNear={setNear} /> }, { id: 'trace', label: 'Same trace', content: <TraceTab traceId={d.traceId} at={event} x={x} /> }]}
              />
            )}
        </>
      )}
    </Drawer>
  );
}

/** From this length on a message may be higher than its place. */
const MAY_SCROLL = 200;

function Message({ text }: { text: string }): ReactNode {
  if (text.length < MAY_SCROLL && !text.includes('\n')) return <p className="record-title">{text || 'An empty record'}</p>;
  // What scrolls must be reachable by keys.
  // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
  return <div className="record-title" role="group" aria-label="Message" tabIndex={0}>{text}</div>;
}

const SETTLED_MS = 150;

interface Near { readonly seconds: (typeof SECONDS)[number]; readonly sameArtifact: boolean }

function RecordTab({ detail, x, near, onNear }: { detail: EventDetail; x: Explore; near: Near; onNear: (near: Near) => void }): ReactNode {
  const key = formatEventId(detail);
  // Who runs through records wants to see these, not what is around each.
  const settled = useLater(detail, SETTLED_MS);
  return <><Fields detail={detail} x={x} /><RawBytes key={key} detail={detail} /><AsTerminal key={`${key}-terminal`} detail={detail} /><Context detail={settled} x={x} around={near} onAround={onNear} /></>;
}

/** Every field; a value that can be filtered by is pressed to do so. */
function Fields({ detail, x }: { detail: EventDetail; x: Explore }): ReactNode {
  const place = usePlaceStore();
  const actions = useActions();
  const [at, setAt] = useState<string>();
  const filterBy = (field: string, value: string, negated: boolean): void => place.set({ filter: toggleTerm(x.filter, { kind: 'field', field, op: ':', value, negated }) });
  const fields = useMemo(() => fieldsOf(detail), [detail]);
  return (
    <Section title="Fields" aside={fields.length}>
      <dl className="kv record-fields">
        {fields.flatMap(([name, value, filterable]) => [
          <dt key={`${name}-name`} title={name}>{visibleText(name)}</dt>,
          // The tools are there for the field one is at: hundreds of buttons would cost more than the record.
          <dd key={`${name}-value`} onPointerEnter={() => setAt(name)} onFocus={() => setAt(name)}>
            {filterable
              ? <PlainButton className="" label={`Keep only records where ${name} is ${value}`} onPress={() => filterBy(name, value, false)}>{visibleText(value) || 'empty'}</PlainButton>
              : visibleText(value)}
            {(at === name || !filterable) && (
              <span className="field-tools">
                {filterable && <IconButton icon="minus" size="small" label={`Leave out records where ${name} is ${value}`} onPress={() => filterBy(name, value, true)} />}
                <IconButton icon="copy" size="small" label={`Copy ${name}`} onPress={() => actions.copy(value, `Copied ${name}.`)} />
              </span>
            )}
          </dd>,
        ])}
      </dl>
    </Section>
  );
}

/** Longest value that makes a sensible filter term. */
const FILTERABLE = 200;

function fieldsOf(d: EventDetail): Array<readonly [name: string, value: string, filterable: boolean]> {
  const own: Array<readonly [string, string | undefined]> = [
    ['service.name', d.serviceName], ['host.name', d.hostName], ['trace_id', d.traceId], ['span_id', d.spanId], ['severity_text', d.severityText],
    ['time_text', d.timeText],
  ];
  const observed = d.observedTimeNs === undefined ? [] : [['observed', formatRfc3339(d.observedTimeNs), false] as const];
  return [
    ...own.flatMap(([name, value]) => (value === undefined ? [] : [[name, value, value.length <= FILTERABLE] as const])),
    ...observed,
    ...Object.entries(d.attributes).map(([name, value]) => {
      const text = valueText(value);
      const simple = typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean';
      return [name, text, simple && text.length <= FILTERABLE && !text.includes('*')] as const;
    }),
    ['kind', d.kind, true],
  ];
}

function valueText(value: unknown): string {
  if (typeof value === 'string') return value;
  return JSON.stringify(value, (_key, v: unknown) => (typeof v === 'bigint' ? v.toString() : v)) ?? '';
}

/** Rows of hex that are shown before the file itself is opened. */
const HEX_ROWS = 8;

function RawBytes({ detail }: { detail: EventDetail }): ReactNode {
  const session = useCaseSession();
  const openBytes = useOpenBytes();
  const read = useCallback<ReadBlock>(async (offsetBytes, lengthBytes, signal) => {
    const length = Math.min(lengthBytes, detail.lengthBytes - offsetBytes);
    const answer = await session.read(api.readBytes, { sha256: detail.sha256, offsetBytes: detail.offsetBytes + offsetBytes, lengthBytes: length }, { signal });
    return answer.ok ? { bytes: answer.value.bytes } : { problem: answer.failure.message };
  }, [session, detail.sha256, detail.offsetBytes, detail.lengthBytes]);
  const rows = Math.min(HEX_ROWS, Math.ceil(detail.lengthBytes / 8));
  return (
    <Section title="Raw bytes" aside={formatBytes(detail.lengthBytes)}>
      {detail.lengthBytes > 0 && (
        <div className="record-raw" style={{ height: rows * 16 + 10, display: 'flex', flexDirection: 'column' }}>
          <HexView sizeBytes={detail.lengthBytes} firstOffset={detail.offsetBytes} read={read} hit={undefined} label="Bytes of the record as hex and text" targetBytes={0} />
        </div>
      )}
      <div className="near-tools"><Button kind="link" onPress={() => openBytes({ sha256: detail.sha256, locator: { kind: 'bytes', offsetBytes: detail.offsetBytes, lengthBytes: Math.max(1, detail.lengthBytes) } })}>Show in the file</Button></div>
    </Section>
  );
}

/** Logs that were written for a terminal, with their escape sequences obeyed. */
function AsTerminal({ detail }: { detail: EventDetail }): ReactNode {
  const lengthBytes = Math.min(detail.lengthBytes, MOST_DRAWN);
  const read = useRead(api.readBytes, { sha256: detail.sha256, offsetBytes: detail.offsetBytes, lengthBytes }, { dependsOn: 'nothing', enabled: lengthBytes > 0 });
  const text = useMemo(() => (read.loading && lengthBytes > 0 ? undefined : terminalText(detail.fullBody, read.data?.bytes)), [detail.fullBody, lengthBytes, read.data, read.loading]);
  if (text === undefined) return null;
  return (
    <Section title="As a terminal shows it" aside={detail.lengthBytes > MOST_DRAWN ? `first ${formatBytes(MOST_DRAWN)}` : undefined}>
      <Suspense fallback={<Skeleton rows={2} />}><TerminalView text={text} label="The record as a terminal shows it" /></Suspense>
    </Section>
  );
}

const SECONDS = ['0.1', '1', '5', '10', '30', '60', '300', '1800'] as const;
const SECONDS_LABEL: Readonly<Record<(typeof SECONDS)[number], string>> = {
  '0.1': '±100 ms', '1': '±1 s', '5': '±5 s', '10': '±10 s', '30': '±30 s', '60': '±1 min', '300': '±5 min', '1800': '±30 min',
};

function Context({ detail, x, around, onAround }: { detail: EventDetail; x: Explore; around: Near; onAround: (near: Near) => void }): ReactNode {
  const { seconds, sameArtifact } = around;
  const near = useRead(
    api.eventContext,
    { sha256: detail.sha256, offsetBytes: detail.offsetBytes, seconds: Number(seconds), sameArtifact, limit: 60 },
    { dependsOn: 'index', enabled: detail.timeNs !== undefined },
  );
  if (detail.timeNs === undefined) return null;
  return (
    <Section title="Context" aside={near.data && !near.outdated ? `${formatCount(near.data.total)} within ${SECONDS_LABEL[seconds]}` : SECONDS_LABEL[seconds]}>
      <div className="near-tools">
        <Select label="Seconds around" hideLabel options={SECONDS.map((s) => ({ id: s, label: SECONDS_LABEL[s] }))} value={seconds} onChange={(next) => onAround({ seconds: next, sameArtifact })} />
        <Checkbox isSelected={sameArtifact} onChange={(next) => onAround({ seconds, sameArtifact: next })}><span className="t2">this file only</span></Checkbox>
      </div>
      {near.failure && <FailurePanel title="The context cannot be read" message={near.failure.message} onRetry={near.reload} />}
      {near.loading && <Skeleton rows={5} />}
      {near.data && <NearList rows={near.data.rows} at={detail} zone={x.zone} onGo={x.goToEvent} />}
    </Section>
  );
}

const TRACE_ROWS = 500;

function TraceTab({ traceId, at, x }: { traceId: string; at: EventId; x: Explore }): ReactNode {
  const place = usePlaceStore();
  const trace = useRead(api.pageEvents, { filter: { terms: [{ kind: 'field', field: 'trace_id', op: ':', value: traceId, negated: false }] }, from: 0, count: TRACE_ROWS }, { dependsOn: 'index' });
  if (trace.failure) return <FailurePanel title="The trace cannot be read" message={trace.failure.message} onRetry={trace.reload} />;
  if (!trace.data) return <Skeleton rows={8} />;
  return (
    <>
      <div className="panel-head"><span className="grow mono ell">{traceId}</span><span className="t3">{`${formatCount(trace.data.total)} records`}</span></div>
      <NearList rows={trace.data.rows} at={at} zone={x.zone} onGo={x.goToEvent} />
      <div className="near-tools" style={{ paddingTop: 8 }}><Button kind="link" onPress={() => place.go('explore', { filter: `trace_id:${traceId}`, sel: formatEventId(at) })}>Show this trace alone</Button></div>
    </>
  );
}

const NearList = memo(function NearList({ rows, at, zone, onGo }: { rows: readonly EventRow[]; at: EventId; zone: string; onGo: (event: EventId) => Promise<void> }): ReactNode {
  return (
    <div>
      {rows.map((r) => (
        <PlainButton key={formatEventId(r)} className="near focus-inside" isCurrent={r.sha256 === at.sha256 && r.offsetBytes === at.offsetBytes} onPress={() => onGo({ sha256: r.sha256, offsetBytes: r.offsetBytes })}>
          <span className="time">{r.timeNs === undefined ? '' : formatTimeOfDay(r.timeNs, zone)}</span>
          <SeverityGlyph severity={severityClass(r.severityNumber)} />
          <span className="ell">{visibleText(r.body.slice(0, 200))}</span>
        </PlainButton>
      ))}
    </div>
  );
});
