import { useContext, useMemo, type ReactNode } from 'react';
import { plural, truncate, visibleText } from '../../../base/text.ts';
import { formatDate, formatDuration, formatTimeOfDay } from '../../../base/time.ts';
import { chartFigure } from '../../../figures/chart-figure.ts';
import { chartInput, defaultChart, kindsOver } from '../../../figures/chart-choice.ts';
import { SCREEN_PALETTE } from '../../../figures/palette.ts';
import { timelineFigure } from '../../../figures/timeline-figure.ts';
import { citationLabel } from '../../../model/evidence.ts';
import type { LiveBlock } from '../../../model/live-block.ts';
import { isNumeric, kindOf, shownCell } from '../../../model/result-text.ts';
import { referenceColumns, rowReference } from '../../../model/row-reference.ts';
import { severityClass } from '../../../model/severity.ts';
import { byTime } from '../../../model/timeline.ts';
import { useCaseInfo } from '../../rpc/react.tsx';
import { useOpenBytes, useZone } from '../../state/react.tsx';
import { Cite, PlainButton, SeverityMark, useWidth } from '../../ui/index.ts';
import { BlockCaption, BlockSettingContext, more } from './live-block.tsx';
import { Barriers, Factors, Whys } from './live-causes.tsx';
import { LiveImage } from './live-image.tsx';
import { Tree } from './live-tree.tsx';

type Of<K extends LiveBlock['kind']> = Extract<LiveBlock, { kind: K }>;
interface Shown<K extends LiveBlock['kind']> { readonly block: Of<K>; readonly frozen: boolean; readonly outdated: boolean }

/** Rows of a table that are laid out: the page must not stutter for what nobody reads. */
const MOST_ROWS = 200;

/** What a live block says, drawn as the report prints it, each line a click from its bytes. */
export function LiveBlockDrawn({ block, frozen, outdated }: { block: LiveBlock; frozen: boolean; outdated: boolean }): ReactNode {
  switch (block.kind) {
    case 'timeline': return <Timeline block={block} frozen={frozen} outdated={outdated} />;
    case 'metrics': return <Metrics block={block} frozen={frozen} outdated={outdated} />;
    case 'actions': return <Actions block={block} frozen={frozen} outdated={outdated} />;
    case 'whys': return <Whys block={block} frozen={frozen} outdated={outdated} />;
    case 'factors': return <Factors block={block} frozen={frozen} outdated={outdated} />;
    case 'tree': return <Tree block={block} frozen={frozen} outdated={outdated} />;
    case 'barriers': return <Barriers block={block} frozen={frozen} outdated={outdated} />;
    case 'log': return <Log block={block} frozen={frozen} outdated={outdated} />;
    case 'table': return <figure className="pm-figure"><Rows {...block} /><BlockCaption frozen={frozen} outdated={outdated}>{more(block.rows.length, 'row', 'rows', block.more)}.</BlockCaption></figure>;
    case 'chart': return <Chart block={block} frozen={frozen} outdated={outdated} />;
    case 'trace': return <Trace block={block} frozen={frozen} outdated={outdated} />;
    case 'terminal': return <Terminal block={block} frozen={frozen} outdated={outdated} />;
    case 'image': return <LiveImage block={block} frozen={frozen} outdated={outdated} />;
    case 'problem': return null;
    default: return block satisfies never;
  }
}

function useShownZone(): string {
  return useZone(useCaseInfo().zone);
}

function Timeline({ block, frozen, outdated }: Shown<'timeline'>): ReactNode {
  const zone = useShownZone();
  const { asRoles } = useContext(BlockSettingContext);
  const openBytes = useOpenBytes();
  const [ref, widthPx] = useWidth();
  const { entries, fromNs, toNs } = block;
  const figure = useMemo(() => (entries.length > 0 && widthPx > 0
    ? timelineFigure(entries, {
      zone, widthPx, palette: SCREEN_PALETTE, showText: (text) => visibleText(asRoles(text)), ...(fromNs === undefined ? {} : { fromNs }), ...(toNs === undefined ? {} : { toNs }),
    }) : undefined), [entries, fromNs, toNs, zone, widthPx, asRoles]);
  const slice = fromNs !== undefined || toNs !== undefined;
  return (
    <figure className="pm-figure" ref={ref}>
      {figure && <div role="img" aria-label={figure.alt} dangerouslySetInnerHTML={{ __html: figure.svg }} />}
      <BlockCaption frozen={frozen} outdated={outdated}>
        {entries.length > 0 ? `${plural(entries.length, 'entry', 'entries')}, times in ${zone}.`
          : slice ? 'no entry of the timeline stands in this slice.' : 'the timeline has no entries yet. They appear here as they are written.'}
      </BlockCaption>
      {entries.length > 0 && (
        <details className="pm-twin">
          <summary>Entries and their evidence</summary>
          <ul>
            {[...entries].sort(byTime).map((entry) => (
              <li key={entry.id}>
                <span className="mono t2">{formatTimeOfDay(entry.time.startNs, zone, 'second')}</span>
                <span>{visibleText(asRoles(entry.title))}{' '}
                  {entry.evidence.map((reference) => <Cite key={citationLabel(reference)} onPress={() => openBytes(reference)} label={`Open the bytes of ${citationLabel(reference)}`}>{citationLabel(reference)}</Cite>)}
                  {entry.evidence.length === 0 && <span className="t3">no evidence</span>}
                </span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </figure>
  );
}

function Metrics({ block, frozen, outdated }: Shown<'metrics'>): ReactNode {
  return (
    <figure className="pm-figure">
      {block.metrics.length > 0 && <dl className="pm-metrics">{block.metrics.map((m) => <div key={m.id}><dt>{m.title}</dt><dd><b>{m.value}</b><span className="t3">{m.definition}</span></dd></div>)}</dl>}
      <BlockCaption frozen={frozen} outdated={outdated}>{block.metrics.length > 0 ? 'from the milestones of the timeline.' : 'durations appear once two milestones are set on entries of the timeline.'}</BlockCaption>
    </figure>
  );
}

function Actions({ block, frozen, outdated }: Shown<'actions'>): ReactNode {
  const { asRoles } = useContext(BlockSettingContext);
  return (
    <figure className="pm-figure">
      {block.actions.length > 0 && (
        <div className="pm-table" tabIndex={0} role="region" aria-label="Actions">
          <table>
            <thead><tr>{['Action', 'Owner', 'Due', 'State'].map((name) => <th key={name} scope="col">{name}</th>)}</tr></thead>
            <tbody>
              {block.actions.map((a) => (
                <tr key={a.id}>
                  <td>{visibleText(asRoles(a.title))}{a.doneWhen !== '' && <div className="t2">{`Done when: ${visibleText(asRoles(a.doneWhen))}`}</div>}{a.state === 'declined' && a.reason !== '' && <div className="t2">{`Declined: ${visibleText(asRoles(a.reason))}`}</div>}</td>
                  <td>{visibleText(asRoles(a.ownerRole))}</td><td className="pm-nowrap">{a.due}</td><td className="pm-nowrap">{a.state.replace('-', ' ')}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <BlockCaption frozen={frozen} outdated={outdated}>{block.actions.length === 0 ? 'no action fits. They appear here as they are written in Actions.' : `${plural(block.actions.length, 'action')}.`}</BlockCaption>
    </figure>
  );
}

function Log({ block, frozen, outdated }: Shown<'log'>): ReactNode {
  const zone = useShownZone();
  const openBytes = useOpenBytes();
  const days = new Set(block.lines.flatMap((l) => (l.timeNs === undefined ? [] : [formatDate(l.timeNs, zone)])));
  return (
    <figure className="pm-figure">
      <ul className="pm-log" aria-label="Log excerpt">
        {block.lines.map((l) => (
          <li key={`${l.sha256}:${l.locator.kind === 'bytes' ? l.locator.offsetBytes : ''}`}>
            <PlainButton className={l.cited ? 'cited focus-inside' : 'focus-inside'} onPress={() => openBytes(l)}>
              <SeverityMark severity={severityClass(l.severityNumber)} />
              <span className="t3">{l.timeNs === undefined ? '' : `${days.size > 1 ? `${formatDate(l.timeNs, zone)} ` : ''}${formatTimeOfDay(l.timeNs, zone)}`}</span>
              <span className="t2 ell">{visibleText(l.service)}</span>
              <span className="pm-log-text">{visibleText(l.text, true)}</span>
            </PlainButton>
          </li>
        ))}
      </ul>
      <BlockCaption frozen={frozen} outdated={outdated}>{block.lines.length === 0 ? 'no record passes this filter.' : `${more(block.lines.length, 'record', 'records', block.more)}, times in ${zone}${days.size === 1 ? ` on ${[...days][0]!}` : ''}.`}</BlockCaption>
    </figure>
  );
}

function Rows({ columns, rows }: Pick<Of<'table'>, 'columns' | 'rows'>): ReactNode {
  const zone = useShownZone();
  const openBytes = useOpenBytes();
  const where = referenceColumns(columns);
  const kinds = columns.map((c) => kindOf(c.type));
  // Hash and offset are one place to press.
  const shown = columns.flatMap((c, i) => (where && [where.artifact, where.offset, where.length].includes(i) && where.offset !== undefined ? [] : [{ name: c.name, i }]));
  return (
    <div className="pm-table" tabIndex={0} role="region" aria-label="Rows of the query">
      <table>
        <thead><tr>{shown.map(({ name, i }) => <th key={i} scope="col" style={isNumeric(kinds[i]!) ? { textAlign: 'right' } : {}}>{visibleText(name)}</th>)}{where && <th scope="col">evidence</th>}</tr></thead>
        <tbody>
          {rows.slice(0, MOST_ROWS).map((row, r) => {
            const reference = where && rowReference(row, where);
            return (
              <tr key={r}>
                {shown.map(({ i }) => {
                  const text = shownCell(row[i], kinds[i]!, zone);
                  return <td key={i} className={isNumeric(kinds[i]!) ? 'pm-number' : ''}>{text ?? <span className="t3">NULL</span>}</td>;
                })}
                {where && <td className="pm-nowrap">{reference && <Cite onPress={() => openBytes(reference)} label={`Open the bytes of row ${r + 1}`}>{citationLabel(reference)}</Cite>}</td>}
              </tr>
            );
          })}
        </tbody>
      </table>
      {rows.length > MOST_ROWS && <p className="t3">{`${plural(rows.length - MOST_ROWS, 'more row')} not shown here.`}</p>}
    </div>
  );
}

function Chart({ block, frozen, outdated }: Shown<'chart'>): ReactNode {
  const zone = useShownZone();
  const [ref, widthPx] = useWidth();
  const { columns, rows, mark } = block;
  const drawn = useMemo(() => {
    const choice = defaultChart(columns, rows);
    if (!choice || widthPx === 0) return choice && undefined;
    const kind = kindsOver(columns[choice.x]!).includes(mark) ? mark : choice.kind;
    const input = chartInput(columns, rows, { ...choice, kind });
    return { input, figure: chartFigure(input.data, { kind, zone, widthPx, heightPx: 260, palette: SCREEN_PALETTE }), kind };
  }, [columns, rows, mark, zone, widthPx]);
  const nothing = rows.length === 0 ? 'the query has no rows.' : 'there is no number to draw. A chart needs one beside a time, a text or another number.';
  const notes = drawn ? [
    ...drawn.figure.notes, ...(drawn.kind === mark ? [] : ['Names lie beside bars: they have no distance that a line could show.']),
    ...(drawn.input.withoutPlace > 0 ? [`${plural(drawn.input.withoutPlace, 'row')} without a place not drawn.`] : []), ...(block.more ? ['The query has more rows than are drawn.'] : []),
  ] : [];
  return (
    <figure className="pm-figure" ref={ref}>
      {drawn && <div role="img" aria-label={drawn.figure.alt} dangerouslySetInnerHTML={{ __html: drawn.figure.svg }} />}
      <BlockCaption frozen={frozen} outdated={outdated}>{drawn || widthPx === 0 ? `${plural(rows.length, 'row')}.${notes.length > 0 ? ` ${notes.join(' ')}` : ''}` : nothing}</BlockCaption>
      {rows.length > 0 && <details className="pm-twin"><summary>The numbers</summary><Rows columns={columns} rows={rows} /></details>}
    </figure>
  );
}

function Trace({ block, frozen, outdated }: Shown<'trace'>): ReactNode {
  const zone = useShownZone();
  const openBytes = useOpenBytes();
  const whole = Number(block.durationNs) || 1;
  return (
    <figure className="pm-figure">
      <ul className="pm-trace" aria-label={`Trace ${block.traceId}`}>
        {block.spans.map((s, i) => {
          const left = Math.min(100, (Number(s.startNs - block.startNs) / whole) * 100);
          const width = Math.max(0.4, Math.min(100 - left, (Number(s.durationNs) / whole) * 100));
          return (
            <li key={i}>
              <PlainButton className="focus-inside" onPress={() => openBytes(s)} label={`${s.service} ${s.name}, ${formatDuration(s.durationNs)}${s.error ? ', error' : ''}, ${plural(s.depth, 'level')} deep. Open the bytes`}>
                <span className="ell" style={{ paddingLeft: Math.min(s.depth, 16) * 10 }}><b>{truncate(visibleText(s.service), 40)}</b>{` ${visibleText(s.name)}`}</span>
                <span className="pm-trace-lane"><i className={s.error ? 'error' : ''} style={{ left: `${left}%`, width: `${width}%` }} /></span>
                <span className="t2">{`${s.error ? '! ' : ''}${formatDuration(s.durationNs)}`}</span>
              </PlainButton>
            </li>
          );
        })}
      </ul>
      <BlockCaption frozen={frozen} outdated={outdated}>{`${more(block.spans.length, 'span', 'spans', block.more)}, ${formatDuration(block.durationNs)} from ${formatDate(block.startNs, zone)} ${formatTimeOfDay(block.startNs, zone)} ${zone}. An exclamation mark is an error.`}</BlockCaption>
    </figure>
  );
}

function Terminal({ block, frozen, outdated }: Shown<'terminal'>): ReactNode {
  const zone = useShownZone();
  const openBytes = useOpenBytes();
  return (
    <figure className="pm-figure">
      <pre className="pm-code pm-terminal" tabIndex={0} aria-label={`Screen of ${visibleText(block.title)}`}><code>{block.lines.map((l) => visibleText(l)).join('\n')}</code></pre>
      <BlockCaption frozen={frozen} outdated={outdated}>
        {`${visibleText(block.title)}${block.atNs === undefined ? '' : `, ${formatDate(block.atNs, zone)} ${formatTimeOfDay(block.atNs, zone)} ${zone}`} `}
        <Cite onPress={() => openBytes(block)} label="Open the bytes of the recording">{citationLabel(block)}</Cite>
      </BlockCaption>
    </figure>
  );
}
