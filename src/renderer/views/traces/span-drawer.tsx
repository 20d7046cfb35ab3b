import { useMemo, useState, type ReactNode } from 'react';
import { formatBytes } from '../../../base/bytes.ts';
import { plural, visibleText } from '../../../base/text.ts';
import { formatDayMonth } from '../../../base/time-ticks.ts';
import { formatOffset, formatTimeOfDay } from '../../../base/time.ts';
import { citationLabel } from '../../../model/evidence.ts';
import { SPAN_KINDS } from '../../../model/trace.ts';
import { api } from '../../../protocol/api.ts';
import { useRead } from '../../rpc/react.tsx';
import { useCaseUi, useCaseUiStore, useOpenBytes, usePlaceStore } from '../../state/react.tsx';
import { Button, Cite, Drawer, Facts, FailurePanel, Icon, IconButton, Section, SeverityMark, Skeleton } from '../../ui/index.ts';
import { spanReference } from './pin-span.ts';
import { spanDetail, type SpanDetail, type SpanEvent, type SpanLink } from './span-detail.ts';
import { criticalNs, has, startOf } from './trace-model.ts';
import type { Colour } from './use-names.ts';
import type { WaterfallState } from './use-waterfall.ts';
import { durationText, nameText, oddities, serviceText } from './words.ts';

/** One span in full: what it took, what it says, what happened in it, its bytes. */
export function SpanDrawer({ w, row, colour }: { w: WaterfallState; row: number; colour: Colour }): ReactNode {
  const { trace, zone } = w;
  const ui = useCaseUiStore();
  const widthPx = useCaseUi((s) => s.drawerWidthPx);
  const openBytes = useOpenBytes();
  const reference = spanReference(trace, row, 0n);
  const record = useRead(api.getEvent, { sha256: reference.sha256, offsetBytes: trace.offsetBytes[row]! }, { dependsOn: 'index' });
  const detail = useMemo(() => (record.data && !record.outdated ? spanDetail(record.data) : undefined), [record.data, record.outdated]);
  const service = trace.texts[trace.service[row]!]!;
  const startNs = startOf(trace, row);
  const isError = has(trace, row, 'error');
  const odd = oddities(trace, row);
  return (
    <Drawer
      label="Span" widthPx={widthPx} onWidth={(drawerWidthPx) => ui.setState({ drawerWidthPx })} onClose={() => w.select(undefined)}
      title={(
        <>
          {isError ? <SeverityMark severity="error" /> : <i className={`swatch ${colour(service)}`} />}
          <b className="ell">{serviceText(service)}</b>
          <span className="t3 data">{SPAN_KINDS[trace.kind[row]!] || 'span'}</span>
        </>
      )}
      foot={(
        <>
          <Button kind="primary" icon="pin" keys="p" onPress={() => w.pin()}>Pin to timeline</Button>
          <Button icon="cite" keys="y" onPress={() => w.cite()}>Cite</Button>
          <IconButton icon="copy" label="Copy with its reference" keys="c" onPress={() => w.copy()} />
        </>
      )}
    >
      <p className="span-title">{nameText(trace.texts[trace.name[row]!]!)}</p>
      <div className="span-ref">
        <Cite onPress={() => openBytes(reference)} label="Open these bytes in their file">{citationLabel(reference)}</Cite>
        <span className="t3 ell" title={record.data?.path}>{`${formatBytes(trace.lengthBytes[row]!)}${record.data ? `, ${visibleText(record.data.path.split('/').pop() ?? '')}` : ''}`}</span>
      </div>
      {odd.length > 0 && <ul className="span-odd">{odd.map((sentence) => <li key={sentence}><Icon name="warning" size={12} /><span>{sentence}</span></li>)}</ul>}
      <Section title="Time">
        <Facts
          facts={[
            ['Start', startNs === undefined ? 'no time' : <span key="start" className="mono">{`${formatTimeOfDay(startNs, zone, 'microsecond')} `}<span className="t3">{`${formatOffset(startNs, zone)}, ${formatDayMonth(startNs, zone)}`}</span></span>],
            ['In trace', startNs === undefined ? '' : `after ${durationText(trace.startNs[row]!)}`],
            ['Duration', has(trace, row, 'neverEnded') ? 'no end' : <>{durationText(trace.durationsNs[row]!)} <span className="t3">{share(trace.durationsNs[row]!, trace.durationNs, 'of the trace')}</span></>],
            ['Self', <>{durationText(trace.selfNs[row]!)} <span className="t3">{share(trace.selfNs[row]!, trace.durationsNs[row]!, 'of the span')}</span></>],
            ['Critical', criticalNs(trace, row) > 0 ? <>{durationText(criticalNs(trace, row))} <span className="t3">{share(criticalNs(trace, row), trace.durationNs, 'of the trace')}</span></> : 'not on the critical path'],
          ]}
        />
        <div className="span-tools">
          {trace.parent[row]! >= 0 && <Button kind="link" onPress={() => w.select(trace.parent[row])}>Parent</Button>}
          {trace.subtree[row]! > 1 && <Button kind="link" onPress={() => w.select(row + 1)}>First child</Button>}
          {trace.traceId !== '' && <Button kind="link" onPress={() => w.openLogs('span')}>Logs of this span</Button>}
          {trace.traceId !== '' && <Button kind="link" onPress={() => w.openLogs('trace')}>Logs of this trace</Button>}
        </div>
      </Section>
      {record.failure && <FailurePanel title="This span cannot be read" message={record.failure.message} onRetry={record.reload} />}
      {!detail && !record.failure && <Skeleton rows={8} label="Loading the span" />}
      {detail && <Said w={w} row={row} detail={detail} />}
    </Drawer>
  );
}

function share(part: number, whole: number, of: string): string {
  return whole > 0 && part >= 0 ? `${((part / whole) * 100).toFixed(part / whole >= 0.1 ? 0 : 1)} % ${of}` : '';
}

function Said({ w, row, detail }: { w: WaterfallState; row: number; detail: SpanDetail }): ReactNode {
  const { trace } = w;
  return (
    <>
      {(detail.statusMessage !== '' || has(trace, row, 'error')) && (
        <Section title="Status"><p className="span-status">{detail.statusMessage === '' ? 'Error, without a message' : visibleText(detail.statusMessage, true)}</p></Section>
      )}
      {detail.events.length > 0 && (
        <Section title="Events" aside={detail.events.length}>
          {detail.events.map((event, i) => <EventItem key={i} event={event} startNs={startOf(trace, row)} zone={w.zone} />)}
        </Section>
      )}
      <Section title="Attributes" aside={detail.attributes.length}>
        {detail.attributes.length === 0 ? <p className="span-none">It has none.</p> : <Pairs pairs={detail.attributes} />}
      </Section>
      {detail.links.length > 0 && (
        <Section title="Links" aside={detail.links.length}>{detail.links.map((link, i) => <LinkItem key={i} link={link} w={w} />)}</Section>
      )}
      <Section title="Ids">
        <Facts
          facts={[
            ['Trace', <span key="trace" className="mono span-id">{visibleText(trace.traceId) || 'none'}</span>],
            ['Span', <span key="span" className="mono span-id">{visibleText(trace.spanId[row]!) || 'none'}</span>],
            ...(trace.parent[row]! >= 0 ? [['Parent', <span key="parent" className="mono span-id">{visibleText(trace.spanId[trace.parent[row]!]!)}</span>] as const] : []),
            ...(detail.scope === '' ? [] : [['Scope', visibleText(detail.scope)] as const]),
            ['Below it', plural(trace.subtree[row]! - 1, 'span')],
          ]}
        />
      </Section>
    </>
  );
}

function Pairs({ pairs }: { pairs: ReadonlyArray<readonly [string, string]> }): ReactNode {
  return <dl className="kv span-fields">{pairs.flatMap(([name, value]) => [<dt key={`${name}-name`} title={name}>{visibleText(name)}</dt>, <dd key={`${name}-value`}>{visibleText(value, true) || 'empty'}</dd>])}</dl>;
}

/** Lines of a stack that are shown before one asks for the rest. */
const STACK_LINES = 12;

function EventItem({ event, startNs, zone }: { event: SpanEvent; startNs: bigint | undefined; zone: string }): ReactNode {
  const { exception } = event;
  return (
    <div className="span-event">
      <div className="span-event-head">
        <b className="ell">{exception ? visibleText(exception.type) || 'exception' : nameText(event.name)}</b>
        {event.timeNs !== undefined && <span className="t3 mono data" title={formatTimeOfDay(event.timeNs, zone, 'nanosecond')}>{startNs === undefined ? formatTimeOfDay(event.timeNs, zone) : `after ${durationText(Number(event.timeNs - startNs))}`}</span>}
      </div>
      {exception && exception.message !== '' && <p className="span-status">{visibleText(exception.message, true)}</p>}
      {exception && exception.stack !== '' && <Stack text={visibleText(exception.stack, true)} />}
      {event.attributes.length > 0 && <Pairs pairs={event.attributes} />}
    </div>
  );
}

function Stack({ text }: { text: string }): ReactNode {
  const lines = text.trimEnd().split('\n');
  const [all, setAll] = useState(false);
  const shown = all ? lines : lines.slice(0, STACK_LINES);
  return (
    <>
      {/* What scrolls must be reachable by keys. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <pre className="span-stack" tabIndex={0} role="group" aria-label="Stack">{shown.join('\n')}</pre>
      {lines.length > STACK_LINES && <div className="span-tools"><Button kind="link" onPress={() => setAll(!all)}>{all ? 'Fewer lines' : `All ${plural(lines.length, 'line')}`}</Button></div>}
    </>
  );
}

function LinkItem({ link, w }: { link: SpanLink; w: WaterfallState }): ReactNode {
  const place = usePlaceStore();
  const here = link.traceId === w.trace.traceId;
  return (
    <div className="span-event">
      <div className="span-event-head">
        <span className="mono data ell">{visibleText(`${link.traceId} ${link.spanId}`.trim()) || 'no ids'}</span>
        {link.traceId !== '' && <Button kind="link" onPress={() => place.set({ trace: link.traceId, span: link.spanId || undefined })}>{here ? 'Go to it' : 'Open'}</Button>}
      </div>
      {link.attributes.length > 0 && <Pairs pairs={link.attributes} />}
    </div>
  );
}
