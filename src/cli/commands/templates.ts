import { resolve } from 'node:path';
import { formatCount, truncate, visibleText } from '../../base/text.ts';
import { formatCitation } from '../../model/evidence.ts';
import { api } from '../../protocol/api.ts';
import type { OutputOf } from '../../protocol/define.ts';
import { optional, wholeNumber } from '../arguments.ts';
import { EXIT, must, usageError } from '../failure.ts';
import type { CommandContext } from '../io.ts';
import { jsonInteger, jsonTime, toJson } from '../json.ts';
import { byteProgressText, ProgressLine } from '../progress.ts';
import { TEMPLATES } from '../specs.ts';
import { formatTable } from '../table.ts';
import { humanTime, parseWhen } from '../when.ts';
import { withCase, withEngine } from '../with-case.ts';

type Compared = OutputOf<typeof api.compareWindows>;
type Mined = OutputOf<typeof api.fileTemplates>;
type Template = Mined['templates'][number];

export async function templates(context: CommandContext): Promise<number> {
  const { options, operands } = context;
  const dir = optional(options, 'case');
  if (dir === undefined) {
    if (operands.length === 0) throw usageError('templates', 'templates needs a file or --case DIR');
    for (const option of ['baseline', 'incident', 'limit']) if (options[option] !== undefined) throw usageError('templates', `--${option} goes with --case`);
    return ofFiles(context);
  }
  if (operands.length > 0) throw usageError('templates', 'templates takes files or a case, not both');
  if (options['lines'] === true) throw usageError('templates', '--lines goes with files');
  return ofCase(context, dir);
}

async function ofFiles(context: CommandContext): Promise<number> {
  const { io, operands, options, json } = context;
  const wantsLines = options['lines'] === true;
  return withEngine(context, async (client) => {
    const line = new ProgressLine(io.stderr);
    const parts: Int32Array[] = [];
    const answer = await client.call(api.fileTemplates, { paths: operands.map((file) => resolve(io.cwd, file)), lines: wantsLines }, {
      signal: io.signal, onProgress: (p) => line.show(byteProgressText(p)), onItem: ({ lines }) => void parts.push(lines),
    });
    line.clear();
    const found = must(answer, {
      'file/not-found': EXIT.nothingReadable, 'file/not-readable': EXIT.nothingReadable, 'file/is-folder': EXIT.usage, 'templates/is-container': EXIT.nothingReadable,
    });
    if (json) await writeJson(context, found, wantsLines ? parts : undefined);
    else if (wantsLines) await writeLines(context, found, parts);
    else await io.stdout.write(templatesText(found.templates));
    return found.records > 0 ? EXIT.done : EXIT.nothingReadable;
  });
}

const DEFAULT_LIMIT = 100;
/** Templates of a case that are listed. */
const PAGE = 5000;

async function ofCase(context: CommandContext, dir: string): Promise<number> {
  const { io, options, json } = context;
  const limit = wholeNumber(TEMPLATES, 'limit', optional(options, 'limit') ?? String(DEFAULT_LIMIT), 1, 2000);
  const compares = options['baseline'] !== undefined || options['incident'] !== undefined;
  return withCase(context, dir, async (client, info) => {
    const started = performance.now();
    const line = new ProgressLine(io.stderr);
    const waiting = { signal: io.signal, onProgress: ({ recordsDone, recordsTotal }: { recordsDone: number; recordsTotal: number }) => line.show(`mining templates: ${formatCount(recordsDone)} of ${formatCount(recordsTotal)} records`) };
    // Another process may have the case open, and have mined before the last evidence came.
    must(await client.call(api.mineTemplates, {}, waiting));
    if (compares) {
      const near = info.fromNs ?? 0n;
      const input = { incident: windowOf(context, 'incident', near), baseline: windowOf(context, 'baseline', near), count: limit };
      const answer = await client.call(api.compareWindows, input, waiting);
      line.clear();
      const found = must(answer, { 'templates/no-window': EXIT.usage, 'templates/empty-window': EXIT.usage });
      await io.stdout.write(json ? `${toJson({ ...comparisonJson(found), seconds: (performance.now() - started) / 1000 })}\n` : comparisonText(found));
      return EXIT.done;
    }
    const rows: Template[] = [];
    for (;;) {
      const page = must(await client.call(api.listMessageTemplates, { from: rows.length, count: PAGE }, waiting));
      rows.push(...page.rows);
      if (rows.length >= page.total || page.rows.length === 0) break;
    }
    line.clear();
    await io.stdout.write(json ? `${toJson({ templates: byCount(rows).map(templateJson), seconds: (performance.now() - started) / 1000 })}\n` : templatesText(rows));
    return EXIT.done;
  });
}

/** `FROM/TO`, each as `search --from` takes it. */
function windowOf({ options }: CommandContext, name: 'incident' | 'baseline', nearNs: bigint): { fromNs: bigint; toNs: bigint } | undefined {
  const text = optional(options, name);
  if (text === undefined) return undefined;
  // A date may be written with slashes; between two times there is one with the same number of them on either side.
  const parts = text.split('/');
  const middle = parts.length / 2;
  if (!Number.isInteger(middle)) throw usageError('templates', `--${name} takes two times with a slash between them`);
  const [from, to] = [parts.slice(0, middle).join('/'), parts.slice(middle).join('/')].map((part) => parseWhen(part.trim(), nearNs));
  if (!from!.ok) throw usageError('templates', `--${name}: ${from!.failure.message}`);
  if (!to!.ok) throw usageError('templates', `--${name}: ${to!.failure.message}`);
  return { fromNs: from!.value.ns, toNs: to!.value.ns };
}

/** Additions to cli.md: what changed, the most telling first. Rates are records a second; an infinite ratio is null. */
function comparisonJson(found: Compared): Record<string, unknown> {
  const window = ({ fromNs, toNs }: { fromNs: bigint; toNs: bigint }): unknown => ({ from: jsonTime(fromNs), to: jsonTime(toNs) });
  return {
    baseline: window(found.baseline), incident: window(found.incident), windows: found.windows, baselineRecords: found.baselineRecords, incidentRecords: found.incidentRecords,
    comparisons: found.comparisons, alpha: found.alpha, byChange: found.byChange, total: found.total,
    changes: found.rows.map((row, n) => ({
      rank: n + 1, kind: row.kind, field: row.field, value: row.value, label: row.label, change: row.change, baselineCount: row.baselineCount, incidentCount: row.incidentCount,
      baselineRate: row.baselineRate, incidentRate: row.incidentRate, ratio: row.ratio, ratioLow: row.ratioLow, ratioHigh: row.ratioHigh ?? null,
      dispersion: row.dispersion, p: row.p, q: row.q, isFirstSeen: row.isFirstSeen, severityNumber: row.severityNumber,
      first: row.firstNs === undefined ? null : jsonTime(row.firstNs), last: row.lastNs === undefined ? null : jsonTime(row.lastNs), sparkline: [...row.sparkline],
      sample: row.sample === undefined ? null : {
        time: jsonTime(row.sample.timeNs), artifact: row.sample.sha256, offsetBytes: jsonInteger(row.sample.offsetBytes), lengthBytes: jsonInteger(row.sample.lengthBytes), line: row.sample.line,
        source: row.sample.source, text: row.sample.body,
        citation: formatCitation({ sha256: row.sample.sha256, locator: { kind: 'bytes', offsetBytes: row.sample.offsetBytes, lengthBytes: Math.max(1, row.sample.lengthBytes) } }),
      },
    })),
  };
}

const CHANGED: Record<Compared['rows'][number]['change'], string> = { new: 'new', vanished: 'vanished', more: 'more', less: 'less', same: 'same' };

function comparisonText(found: Compared): string {
  const span = ({ fromNs, toNs }: { fromNs: bigint; toNs: bigint }): string => `${humanTime(fromNs)} to ${humanTime(toNs)}`;
  const head = `baseline  ${span(found.baseline)}, ${formatCount(found.baselineRecords)} records\nincident  ${span(found.incident)}, ${formatCount(found.incidentRecords)} records\n`
    + `${formatCount(found.comparisons)} things compared: ${formatCount(found.byChange.new)} new, ${formatCount(found.byChange.vanished)} vanished, ${formatCount(found.byChange.more)} more, ${formatCount(found.byChange.less)} less\n\n`;
  if (found.rows.length === 0) return `${head}nothing changed\n`;
  return head + formatTable(
    [{ title: 'CHANGE' }, { title: 'BEFORE', align: 'right' }, { title: 'DURING', align: 'right' }, { title: 'RATE', align: 'right' }, { title: 'Q', align: 'right' }, { title: 'FIRST' }, { title: 'WHAT' }],
    found.rows.map((row) => [
      row.isFirstSeen ? 'first seen' : CHANGED[row.change], formatCount(row.baselineCount), formatCount(row.incidentCount), row.change === 'new' || row.change === 'vanished' ? '' : `× ${row.ratio.toPrecision(2)}`,
      row.q < 0.001 ? '<0.001' : row.q.toFixed(3), row.firstNs === undefined ? '-' : humanTime(row.firstNs),
      truncate(visibleText(row.kind === 'template' ? row.label : `${row.field}:${row.label}`), SHOWN_CHARACTERS),
    ]),
  );
}

/** cli.md: `{templates:[{id, pattern, count, from, to}], lines?:[one id per physical line], seconds}`; lines of no record are null. */
async function writeJson({ io }: CommandContext, found: Mined, parts: readonly Int32Array[] | undefined): Promise<void> {
  const head = toJson({ templates: byCount(found.templates).map(templateJson), records: found.records });
  if (!parts) {
    await io.stdout.write(`${head.slice(0, -1)},"seconds":${found.seconds}}\n`);
    return;
  }
  // Piece by piece: the ids of a long file are longer than a string may be.
  await io.stdout.write(`${head.slice(0, -1)},"lines":[`);
  let isFirst = true;
  for (const part of parts) {
    const ids = Array.from(part, (n) => (n < 0 ? 'null' : `"${found.templates[n]!.id}"`)).join(',');
    if (ids === '') continue;
    await io.stdout.write(`${isFirst ? '' : ','}${ids}`);
    isFirst = false;
  }
  await io.stdout.write(`],"seconds":${found.seconds}}\n`);
}

/** One id a line, `-` where a line is of no record: to be pasted beside the file. */
async function writeLines({ io }: CommandContext, found: Mined, parts: readonly Int32Array[]): Promise<void> {
  for (const part of parts) await io.stdout.write(Array.from(part, (n) => (n < 0 ? '-\n' : `${found.templates[n]!.id}\n`)).join(''));
}

export function byCount(found: readonly Template[]): Template[] {
  return found.toSorted((a, b) => b.count - a.count || (a.pattern < b.pattern ? -1 : 1));
}

export function templateJson(template: Template): unknown {
  return {
    id: template.id, pattern: template.pattern, count: template.count, from: template.firstNs === undefined ? null : jsonTime(template.firstNs),
    to: template.lastNs === undefined ? null : jsonTime(template.lastNs), parameters: template.parameters, severityNumber: template.severityNumber,
  };
}

const SHOWN_CHARACTERS = 2000;

export function templatesText(found: readonly Template[]): string {
  if (found.length === 0) return 'no messages\n';
  return formatTable(
    [{ title: 'COUNT', align: 'right' }, { title: 'ID' }, { title: 'FIRST' }, { title: 'LAST' }, { title: 'PATTERN' }],
    byCount(found).map((t) => [
      formatCount(t.count), t.id, t.firstNs === undefined ? '-' : humanTime(t.firstNs), t.lastNs === undefined ? '-' : humanTime(t.lastNs),
      truncate(visibleText(t.pattern), SHOWN_CHARACTERS),
    ]),
  );
}
