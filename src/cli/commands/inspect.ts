import { resolve } from 'node:path';
import { formatBytes } from '../../base/bytes.ts';
import { formatCount, visibleText } from '../../base/text.ts';
import { api } from '../../protocol/api.ts';
import type { OutputOf } from '../../protocol/define.ts';
import { EXIT, must, usageError } from '../failure.ts';
import type { CommandContext } from '../io.ts';
import { jsonInteger, jsonTime, toJson } from '../json.ts';
import { ProgressLine, byteProgressText } from '../progress.ts';
import { formatFacts, formatTable } from '../table.ts';
import { humanTime } from '../when.ts';
import { withEngine } from '../with-case.ts';

type Inspection = OutputOf<typeof api.inspect>;

export async function inspect(context: CommandContext): Promise<number> {
  const { io, operands, json } = context;
  const [file] = operands;
  if (file === undefined || operands.length > 1) throw usageError('inspect', 'inspect takes one file');
  return withEngine(context, async (client) => {
    const line = new ProgressLine(io.stderr);
    const answer = await client.call(api.inspect, { path: resolve(io.cwd, file) }, { signal: io.signal, onProgress: (p) => line.show(byteProgressText(p)) });
    line.clear();
    const found = must(answer, { 'file/not-found': EXIT.nothingReadable, 'file/not-readable': EXIT.nothingReadable, 'file/is-folder': EXIT.usage });
    await io.stdout.write(json ? `${toJson(inspectJson(found))}\n` : inspectText(found));
    return EXIT.done;
  });
}

/** cli.md: `{file, sizeBytes, sha256, kind, title, confidence, reason, timeRange, counts, summary, diagnostics, seconds}`. */
export function inspectJson(found: Inspection): unknown {
  return {
    file: found.file, sizeBytes: jsonInteger(found.sizeBytes), sha256: found.sha256, kind: found.kind, title: found.title,
    confidence: found.confidence, reason: found.reason,
    timeRange: found.fromNs === undefined || found.toNs === undefined ? null : { from: jsonTime(found.fromNs), to: jsonTime(found.toNs) },
    counts: found.counts,
    summary: found.summary,
    diagnostics: found.diagnostics.map((d) => ({
      code: d.code, message: d.message, offsetBytes: jsonInteger(d.offsetBytes), lengthBytes: jsonInteger(d.lengthBytes), severity: d.severity,
    })),
    seconds: found.seconds,
  };
}

const SHOWN_DIAGNOSTICS = 20;

export function inspectText(found: Inspection): string {
  const facts: Array<readonly [string, string]> = [
    ['kind', found.kind === 'unknown' ? 'not understood' : `${found.kind} (${found.title}), confidence ${found.confidence.toFixed(2)}`],
    ['reason', found.reason],
    ['size', `${formatBytes(found.sizeBytes)} (${formatCount(found.sizeBytes)} bytes)`],
    ['sha256', found.sha256],
    ['time', found.fromNs === undefined ? 'none found' : `${humanTime(found.fromNs)} to ${humanTime(found.toNs)}`],
  ];
  for (const [name, count] of Object.entries(found.counts)) facts.push([inWords(name), formatCount(count)]);
  for (const [name, value] of Object.entries(found.summary)) facts.push([inWords(name), /year/i.test(name) ? String(value) : plainly(value)]);
  const shown = found.diagnostics.slice(0, SHOWN_DIAGNOSTICS);
  const total = Math.max(found.counts['diagnostics'] ?? 0, found.diagnostics.length);
  const diagnostics = shown.length === 0 ? '' : `\n${formatTable(
    [{ title: 'AT BYTE', align: 'right' }, { title: 'LENGTH', align: 'right' }, { title: 'DIAGNOSTIC' }, { title: 'MESSAGE' }],
    shown.map((d) => [String(d.offsetBytes), String(d.lengthBytes), d.code, d.message]),
  )}${total > shown.length ? `and ${formatCount(total - shown.length)} more; --json lists the first 1,000\n` : ''}`;
  return `${visibleText(found.file)}\n${formatFacts(facts, '  ')}${diagnostics}`;
}

/** `notUnderstood` as `not understood`. */
function inWords(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

/** What a format counted, to read: `2xx 286, 5xx 61`; what is deeper stays JSON. */
function plainly(value: unknown): string {
  const plain = (v: unknown): string => (typeof v === 'string' ? v : typeof v === 'number' ? formatCount(v) : toJson(v));
  if (Array.isArray(value)) return value.map(plain).join(', ');
  if (typeof value === 'object' && value !== null) return Object.entries(value).map(([name, v]) => `${name} ${plain(v)}`).join(', ');
  return plain(value);
}
