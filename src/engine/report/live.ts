import { formatCount, plural } from '../../base/text.ts';
import { formatDate, formatDuration, formatTimeOfDay, parseRfc3339 } from '../../base/time.ts';
import { chartInput, defaultChart, kindsOver } from '../../figures/chart-choice.ts';
import { MOST_SPANS } from '../../figures/trace-figure.ts';
import type { Action } from '../../model/action.ts';
import type { ClockOf } from '../../model/clock.ts';
import { regionWords } from '../../model/evidence.ts';
import type { LiveBlock } from '../../model/live-block.ts';
import { cellText, isNumeric, kindOf } from '../../model/result-text.ts';
import { byTime } from '../../model/timeline.ts';
import type { Block, Inline } from './document.ts';
import type { CitationRequest, ReportInput } from './input.ts';
import { barriersBlocks, causeEvidence, factorsBlocks, whysBlocks } from './live-causes.ts';
import { treeBlocks, treeEvidence } from './live-tree.ts';
import type { Register } from './register.ts';
import { timelineRow } from './rows.ts';
import { exactTimeOfDay } from './times.ts';
import { actionRows } from './work.ts';

export interface LiveContext {
  readonly input: ReportInput;
  readonly register: Register;
  readonly clockOf: ClockOf;
  readonly actions: readonly Action[];
}

/** Evidence that blocks show, in document order: what the appendix lists beside what is cited. */
export function blockCitations(blocks: readonly LiveBlock[]): CitationRequest[] {
  return blocks.flatMap((block): CitationRequest[] => {
    switch (block.kind) {
      case 'log':
        return citedLines(block).map(({ sha256, locator }) => ({ hashPrefix: sha256, locator }));
      case 'terminal':
      case 'image':
        return [{ hashPrefix: block.sha256, locator: block.locator }];
      case 'whys':
      case 'factors':
      case 'barriers':
        return causeEvidence(block).map(({ sha256, locator }) => ({ hashPrefix: sha256, locator }));
      case 'tree':
        return treeEvidence(block).map(({ sha256, locator }) => ({ hashPrefix: sha256, locator }));
      default:
        return [];
    }
  });
}

const MOST_CITED_LINES = 5;

function citedLines(block: Extract<LiveBlock, { kind: 'log' }>): ReadonlyArray<(typeof block.lines)[number]> {
  return block.lines.filter((line) => line.cited).slice(0, MOST_CITED_LINES);
}

const words = (text: string): Inline => ({ kind: 'text', text });

/** A live block as blocks of the document. `undefined`: what it says was not handed over. */
export function liveBlocks(block: LiveBlock | undefined, info: string, context: LiveContext): Block[] {
  const { input, register } = context;
  if (!block) return info === 'timeline' ? [{ kind: 'timeline-figure' }] : [{ kind: 'problem', text: `“${info}” was not worked out for this report.` }];
  const cited = (places: readonly CitationRequest[]): Inline[] => places.flatMap((place) => [words(' '), { kind: 'citation', ...register.number(place) }]);
  switch (block.kind) {
    case 'timeline':
      return timeline(block, context);
    case 'metrics':
      if (block.metrics.length === 0) return [{ kind: 'problem', text: 'No two milestones are set yet, so there is nothing to measure.' }];
      return [table('Incident metrics', ['Metric', 'Value', 'From … to'], block.metrics.map((m) => [m.title, m.value, m.definition]))];
    case 'actions':
      if (block.actions.length === 0) return [{ kind: 'problem', text: 'There are no actions to show.' }];
      return [table(plural(block.actions.length, 'action'), ['Action', 'Owner', 'Due', 'Test of done', 'State', 'Priority'],
        actionRows(block.actions, context.actions, register).map((a) => [[words(a.title), ...a.citations.flatMap((c): Inline[] => [words(' '), { kind: 'citation', ...c }])], a.owner, a.due, a.doneWhen, a.state + (a.reason === '' ? '' : `: ${a.reason}`), a.priority]), [5])];
    case 'whys':
      return whysBlocks(block, context);
    case 'factors':
      return factorsBlocks(block, context);
    case 'barriers':
      return barriersBlocks(block, context);
    case 'tree':
      return treeBlocks(block, context);
    case 'log':
      if (block.lines.length === 0) return [{ kind: 'problem', text: 'No record passes the filter of this log excerpt.' }];
      return [{
        kind: 'excerpt', caption: [words(`Log excerpt, ${plural(block.lines.length, 'record')}`), ...cited(citedLines(block).map((l) => ({ hashPrefix: l.sha256, locator: l.locator })))],
        lines: block.lines.map((l) => ({ head: [l.timeNs === undefined ? '' : exactTimeOfDay(l.timeNs, input.zone), l.service].filter((w) => w !== '').join(' '), text: l.text, cited: l.cited })),
        note: block.more ? 'There are more records than these.' : '',
      }];
    case 'table':
      return [rowsTable(block, input.zone, 1000)];
    case 'chart':
      return [chart(block, input.zone)];
    case 'trace':
      return [{
        kind: 'figure', figure: { kind: 'trace', trace: block },
        caption: [words(`Trace ${block.traceId}, ${plural(block.spans.length, 'span')}${block.more ? ' of more' : ''}, ${formatDuration(block.durationNs)}`)],
        inWords: table('', ['Service', 'Span', 'Start', 'Duration', 'Error'], block.spans.slice(0, MOST_SPANS).map((s) => [
          s.service, `${'· '.repeat(Math.min(s.depth, 12))}${s.name}`, `+${formatDuration(s.startNs - block.startNs)}`, formatDuration(s.durationNs), s.error ? 'error' : '',
        ]), [2, 3]),
      }];
    case 'terminal':
      return [{
        kind: 'excerpt', lines: block.lines.map((text) => ({ head: '', text, cited: false })), note: '',
        caption: [words(`Terminal${block.title === '' ? '' : `, ${block.title}`}${block.atNs === undefined ? '' : `, ${formatDate(block.atNs, input.zone)} ${formatTimeOfDay(block.atNs, input.zone, 'second')}`}`), ...cited([{ hashPrefix: block.sha256, locator: block.locator }])],
      }];
    case 'image': {
      const bytes = input.images.find((image) => image.sha256 === block.sha256)?.bytes;
      const name = block.path.split('/').at(-1) ?? block.path;
      if (!bytes) return [{ kind: 'problem', text: `The image ${name} could not be read.` }];
      const region = block.locator.kind === 'region' ? block.locator : undefined;
      const alt = region ? regionWords(region, block.path) : `Image of ${block.width}×${block.height} pixels, ${name}`;
      return [{
        kind: 'image', alt, mediaType: block.mediaType, bytes, width: block.width, height: block.height, region,
        caption: [words(alt), ...cited([{ hashPrefix: block.sha256, locator: block.locator }])],
      }];
    }
    case 'problem':
      return [{ kind: 'problem', text: block.message }];
    default:
      return block satisfies never;
  }
}

function timeline(block: Extract<LiveBlock, { kind: 'timeline' }>, { input, register, clockOf }: LiveContext): Block[] {
  const entries = [...block.entries].sort(byTime);
  if (entries.length === 0) return [{ kind: 'problem', text: 'No entry of the timeline lies in this slice.' }];
  const isWhole = block.fromNs === undefined && block.toNs === undefined && entries.length === input.entries.length
    && entries.every((entry) => input.entries.some((other) => other.id === entry.id));
  if (isWhole) return [{ kind: 'timeline-figure' }];
  const { zone } = input;
  const first = entries[0]!.time.startNs;
  const rows = entries.map((entry) => timelineRow(entry, undefined, zone, undefined, register, clockOf));
  return [{
    kind: 'figure', figure: { kind: 'timeline', entries, fromNs: block.fromNs, toNs: block.toNs },
    caption: [words(`Timeline, ${plural(entries.length, 'entry', 'entries')}${block.fromNs !== undefined && block.toNs !== undefined ? ` from ${exactTimeOfDay(block.fromNs, zone)} to ${exactTimeOfDay(block.toNs, zone)}` : ''}, ${formatDate(first, zone)}`)],
    inWords: {
      kind: 'table', align: ['left', 'left', 'left'], header: [[words('Time')], [words('What happened')], [words('Evidence')]],
      rows: rows.map((row) => [[words(`${row.date} ${row.time}`)], [words(`${row.milestone === undefined ? '' : `${row.milestone}: `}${row.title}`)], row.citations.length === 0 ? [words('none')] : row.citations.map((c): Inline => ({ kind: 'citation', ...c }))]),
    },
  }];
}

function chart(block: Extract<LiveBlock, { kind: 'chart' }>, zone: string): Block {
  const choice = defaultChart(block.columns, block.rows);
  if (!choice) return { kind: 'problem', text: block.rows.length === 0 ? 'The query of this chart answers no rows.' : 'The query of this chart answers no column of numbers to draw.' };
  const mark = kindsOver(block.columns[choice.x]!).includes(block.mark) ? block.mark : 'bar';
  const { data, withoutPlace } = chartInput(block.columns, block.rows, { ...choice, kind: mark });
  const left = withoutPlace === 0 ? '' : `; ${plural(withoutPlace, 'row')} without a place on the axis left out`;
  return {
    kind: 'figure', figure: { kind: 'chart', data, mark }, caption: [words(`${data.yTitle} over ${data.x.title}${block.more ? ', of the first rows alone' : ''}${left}`)],
    inWords: rowsTable(block, zone, 30),
  };
}

function rowsTable({ columns, rows, more }: Pick<Extract<LiveBlock, { kind: 'table' }>, 'columns' | 'rows' | 'more'>, zone: string, most: number): Block {
  const kinds = columns.map((column) => kindOf(column.type));
  const shown = rows.slice(0, most);
  const cell = (value: unknown, i: number): string => {
    const text = cellText(value) ?? '';
    const ns = kinds[i] === 'time' ? parseRfc3339(text) : undefined;
    return ns === undefined ? text : `${formatDate(ns, zone)} ${exactTimeOfDay(ns, zone)}`;
  };
  const part = more || shown.length < rows.length;
  return table(part ? `The first ${formatCount(shown.length)} rows` : plural(rows.length, 'row'), columns.map((c) => c.name), shown.map((row) => row.map(cell)), kinds.flatMap((kind, i) => (isNumeric(kind) ? [i] : [])));
}

/** `right`: columns of numbers. */
function cellOf(cell: string | readonly Inline[] | undefined): readonly Inline[] {
  return typeof cell === 'string' ? (cell === '' ? [] : [words(cell)]) : (cell ?? []);
}

function table(caption: string, header: readonly string[], rows: ReadonlyArray<ReadonlyArray<string | readonly Inline[]>>, right: readonly number[] = []): Block {
  return {
    kind: 'table', ...(caption === '' ? {} : { caption }), align: header.map((_, i) => (right.includes(i) ? 'right' : 'left')),
    header: header.map((text) => [words(text)]), rows: rows.map((row) => header.map((_, i) => cellOf(row[i]))),
  };
}
