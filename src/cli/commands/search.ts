import { formatCount, truncate, visibleText } from '../../base/text.ts';
import { formatCitation } from '../../model/evidence.ts';
import type { Filter, FilterTerm } from '../../model/filter.ts';
import { api } from '../../protocol/api.ts';
import type { ItemOf } from '../../protocol/define.ts';
import { optional, required, wholeNumber } from '../arguments.ts';
import { EXIT, must, usageError } from '../failure.ts';
import type { CommandContext } from '../io.ts';
import { jsonInteger, jsonTime, toJson } from '../json.ts';
import { SEARCH } from '../specs.ts';
import { styleFor, type Style } from '../style.ts';
import { humanTime, parseWhen } from '../when.ts';
import { withCase } from '../with-case.ts';

type Hit = ItemOf<typeof api.searchEvents>;

const DEFAULT_LIMIT = 1000;

export async function search(context: CommandContext): Promise<number> {
  const { io, options, operands, json } = context;
  const dir = required(SEARCH, options, 'case');
  const [what] = operands;
  if (what === undefined || what === '') throw usageError('search', 'search needs a text or a /pattern/');
  if (operands.length > 1) throw usageError('search', 'search takes one text; put it in quotes');
  const limit = wholeNumber(SEARCH, 'limit', optional(options, 'limit') ?? String(DEFAULT_LIMIT), 0, 1_000_000_000);
  return withCase(context, dir, async (client, info) => {
    const near = info.fromNs ?? 0n;
    const filter: Filter = { terms: [termOf(what)], fromNs: await instant(context, 'from', near), toNs: await instant(context, 'to', near) };
    const hits: Hit[] = [];
    const style = styleFor(io.stdout, io.env);
    const answer = must(await client.call(api.searchEvents, { filter, limit }, {
      signal: io.signal,
      onItem: (hit) => {
        if (!json) return io.stdout.write(hitText(hit, style));
        hits.push(hit);
        return undefined;
      },
    }));
    if (json) await io.stdout.write(`${toJson({ total: answer.total, hits: hits.map(hitJson), seconds: answer.seconds })}\n`);
    else if (answer.total > limit) await io.stderr.write(`tephra: ${formatCount(limit)} of ${formatCount(answer.total)} hits shown; --limit N shows more.\n`);
    else if (answer.total === 0) await io.stderr.write('tephra: no hits.\n');
    return EXIT.done;
  });
}

/** `/…/` is a pattern (RE2), anything else text. */
export function termOf(what: string): FilterTerm {
  return what.length > 2 && what.startsWith('/') && what.endsWith('/')
    ? { kind: 'regex', pattern: what.slice(1, -1), negated: false }
    : { kind: 'text', text: what, negated: false };
}

async function instant(context: CommandContext, option: 'from' | 'to', nearNs: bigint): Promise<bigint | undefined> {
  const text = optional(context.options, option);
  if (text === undefined) return undefined;
  const when = parseWhen(text, nearNs);
  if (!when.ok) throw usageError('search', `--${option}: ${when.failure.message}`);
  if (when.value.note !== undefined) await context.io.stderr.write(`tephra: --${option}: ${when.value.note}\n`);
  return when.value.ns;
}

/** cli.md: `{time, artifact, offsetBytes, lengthBytes, line, text}`; `path`, `severityNumber` and `citation` are additions. */
export function hitJson(hit: Hit): unknown {
  return {
    time: jsonTime(hit.timeNs), artifact: hit.sha256, offsetBytes: jsonInteger(hit.offsetBytes), lengthBytes: jsonInteger(hit.lengthBytes),
    line: hit.line, text: hit.text, path: hit.path, severityNumber: hit.severityNumber, citation: citationOf(hit),
  };
}

/** The hit as a postmortem cites it: paste it there, and it leads to these bytes. */
function citationOf(hit: Hit): string {
  return formatCitation({ sha256: hit.sha256, locator: { kind: 'bytes', offsetBytes: hit.offsetBytes, lengthBytes: Math.max(1, hit.lengthBytes) } });
}

/** `2026-10-08 10:02:11.204Z  checkout/app.jsonl:412  [@1720b963:0xbdf2+599]  request failed` */
export function hitText(hit: Hit, style: Style): string {
  const place = hit.line > 0 ? `${hit.path}:${hit.line}` : `${hit.path}@${hit.offsetBytes}`;
  return `${style.dim(`${humanTime(hit.timeNs)}  ${visibleText(place)}  ${citationOf(hit)}`)}  ${truncate(visibleText(hit.text), 2000)}\n`;
}
