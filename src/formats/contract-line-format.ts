import type { LineFormatDefinition, LineFormatSource, LineLevel } from '../model/line-format.ts';
import { headLines } from './contract-lines.ts';
import { LineLogReader, severityOfLine } from './contract-line-reader.ts';
import { readLinePattern } from './contract-line-pattern.ts';
import { lineScan, type LineScan } from './contract-line-scan.ts';
import { readTextLog } from './contract-text.ts';
import type { Detection, Format, Head } from './contract.ts';

/** A pattern ready to run. Its regular expression is made when it is first needed: most formats never meet their files. */
export class LinePattern {
  /** Level of these lines where they name none. */
  readonly level: LineLevel | undefined;
  private readonly text: string;
  private scanned: { readonly scan: LineScan | undefined } | undefined;
  private made: { readonly regex: RegExp; readonly groups: ReadonlyMap<string, number>; readonly starts: readonly boolean[]; readonly startsOther: boolean } | undefined;

  constructor(text: string, level: LineLevel | undefined) {
    this.text = text;
    this.level = level;
  }

  private get compiled(): NonNullable<LinePattern['made']> {
    if (!this.made) {
      const { names, source, starts, startsOther } = readLinePattern(this.text);
      this.made = { regex: new RegExp(`${source}$`, 'sy'), groups: new Map(names.map((name, i) => [name, i + 1])), starts, startsOther };
    }
    return this.made;
  }

  get groups(): ReadonlyMap<string, number> {
    return this.compiled.groups;
  }

  /** Characters below 128 that a line may begin with; others. */
  get starts(): readonly boolean[] {
    return this.compiled.starts;
  }

  get startsOther(): boolean {
    return this.compiled.startsOther;
  }

  /** The same for bytes; `undefined` where it has to be text. */
  scan(): LineScan | undefined {
    this.scanned ??= { scan: lineScan(this.text, this.groups.size) };
    return this.scanned.scan;
  }

  /** Severity of these lines where they name none. */
  otherwise(definition: LineFormatDefinition): number {
    return severityOfLine(this.level ?? definition.level?.otherwise);
  }

  exec(text: string): RegExpExecArray | null {
    const { regex, starts, startsOther } = this.compiled;
    const first = text.charCodeAt(0);
    if (first < 128 ? !starts[first]! : !startsOther) return null;
    regex.lastIndex = 0;
    return regex.exec(text);
  }
}

/** A definition made ready. */
export interface LineFormatParts {
  readonly definition: LineFormatDefinition;
  readonly patterns: readonly LinePattern[];
}

/** A format from its definition; what is wrong with the definition throws where it is first used (`checkLineFormat` says it in words). */
export function lineFormat(source: LineFormatSource): Format {
  const definition: LineFormatDefinition = {
    ...source, specification: source.specification ?? [], extensions: source.extensions ?? ['log', 'txt'], fields: source.fields ?? [],
    missing: source.missing ?? [], continuation: source.continuation ?? 'own', confidence: source.confidence ?? 0.93, narrows: source.narrows ?? [],
  };
  const parts: LineFormatParts = {
    definition,
    patterns: definition.lines.map((line) => (typeof line === 'string' ? new LinePattern(line, undefined) : new LinePattern(line.pattern, line.level))),
  };
  return {
    id: definition.id,
    title: definition.title,
    growsByLine: true,
    extensions: definition.extensions,
    magic: [`lines like: ${definition.samples[0]!.line.split('\n')[0]!.slice(0, 160)}`],
    specification: definition.specification,
    fields: definition.fields.map(({ name, type, description, facet }) => ({ name, type, description, ...(facet === undefined ? {} : { facet }) })),
    ...(definition.narrows.length > 0 ? { narrows: definition.narrows } : {}),
    detect: (head) => detect(parts, head),
    async parse(bytes, sink, options, signal) {
      const reader = await LineLogReader.open(parts, bytes, sink, options, signal);
      const counts = await readTextLog(definition.id, bytes, sink, signal, (text, line) => reader.line(text, line), reader.direct);
      reader.end();
      return { counts: { ...counts, ...reader.counts }, summary: reader.summary };
    },
  };
}

const SAMPLE = 100;
/** Lines without one that fits, after which the rest is not looked at. */
const GIVE_UP = 40;
const MAX_SAMPLED = 8192;

/** Lines of heads: many formats ask for those of the same one. */
const sampled = new WeakMap<Uint8Array, readonly string[]>();

function linesOf(head: Head): readonly string[] {
  let lines = sampled.get(head.bytes);
  if (!lines) {
    lines = headLines(head, SAMPLE).map((line) => (line.length > MAX_SAMPLED ? line.slice(0, MAX_SAMPLED) : line));
    sampled.set(head.bytes, lines);
  }
  return lines;
}

/** Begins as a record of a log does, whichever: a date, the time of a syslog line, a number since 1970. */
export const TIMED = /^[[(<"']?(?:\d{4}[-/.]\d\d[-/.]\d\d|(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? |(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) [ \d]?\d |\d{1,2}[/.-](?:\d{1,2}|[A-Z][a-z]{2})[/.-]\d\d|\d{10}(?:\d{3})*(?:\.\d+)?[ \]:,|])/;

function detect({ definition, patterns }: LineFormatParts, head: Head): Detection | undefined {
  let matched = 0;
  let untimed = 0;
  let others = 0;
  let foreign = 0;
  let before = 0;
  for (const line of linesOf(head)) {
    const found = patterns.find((pattern) => pattern.exec(line) !== null);
    if (found) {
      if (found.groups.has('time')) matched++;
      else untimed++;
    } else {
      others++;
      if (matched + untimed === 0 && ++before > GIVE_UP) return undefined;
      // Objects between may be dumps that belong to a record, and may be another log.
      if (TIMED.test(line) || line.startsWith('{"')) foreign++;
    }
  }
  const timeless = !patterns.some(({ groups }) => groups.has('time'));
  const strong = timeless ? untimed : matched;
  if (strong === 0) return undefined;
  const all = matched + untimed + others;
  // What belongs to the record above speaks neither for a format nor against it; records of another kind do.
  const against = definition.continuation === 'belongs' ? before + foreign * 2 : others;
  const share = all / (all + against);
  const fits = definition.continuation === 'belongs' ? (others === 0 ? 1 : share * (0.85 + 0.15 * (matched + untimed) / all)) : (matched + untimed) / all;
  if (fits < 0.5) return undefined;
  const confidence = definition.confidence * (fits === 1 ? 1 : 0.4 + 0.6 * fits);
  return { confidence: Math.round(confidence * 100) / 100, reason: `${matched + untimed} of ${all} sampled lines are those of: ${definition.title}` };
}
