import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { visibleText } from '../base/text.ts';
import { formatRfc3339, parseRfc3339 } from '../base/time.ts';
import { asksForJson, choice, parseArguments, wholeNumber } from './arguments.ts';
import { caseFolderName } from './commands/workbench.ts';
import { titleOf } from './commands/ingest.ts';
import { hitText, termOf } from './commands/search.ts';
import { sqlText } from './commands/sql.ts';
import { verifyText } from './commands/verify.ts';
import { CliError, errorOf } from './failure.ts';
import { commandHelp, overview } from './help.ts';
import { jsonInteger, jsonTime, toJson } from './json.ts';
import { ProgressLine, ingestProgressText } from './progress.ts';
import { COMMANDS, INGEST, SEARCH, SQL, TIMELINE } from './specs.ts';
import { styleFor } from './style.ts';
import { displayWidth, formatTable } from './table.ts';
import { parseWhen } from './when.ts';

const terminal = (isTTY: boolean, columns = 80) => {
  const written: string[] = [];
  return { isTTY, columns, written, write: (chunk: string | Uint8Array) => { written.push(typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString()); return Promise.resolve(); } };
};

function sentenceOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof CliError) return `${error.exitCode}: ${error.message}`;
    throw error;
  }
  return 'no error';
}

describe('arguments', () => {
  it('reads options before, between and after operands, and -- ends them', () => {
    const parsed = parseArguments(INGEST, ['a.log', '--case', 'x', 'b.log', '--reference', '--', '--zone']);
    expect(parsed).toEqual({ options: { case: 'x', reference: true }, operands: ['a.log', 'b.log', '--zone'] });
    expect(parseArguments(TIMELINE, ['--case=x', '-o', 'out.md']).options).toEqual({ case: 'x', output: 'out.md' });
  });

  it('says what is wrong in one sentence with the next step, exit code 2', () => {
    expect(sentenceOf(() => parseArguments(INGEST, ['--pursue']))).toBe('2: "tephra ingest" has no option --pursue; see "tephra ingest --help".');
    expect(sentenceOf(() => parseArguments(INGEST, ['--case']))).toBe('2: --case needs a value: --case DIR; see "tephra ingest --help".');
    expect(sentenceOf(() => parseArguments(INGEST, ['--case', '--json']))).toBe('2: --case needs a value: --case DIR; see "tephra ingest --help".');
    expect(sentenceOf(() => parseArguments(SQL, ['--json=yes']))).toBe('2: --json takes no value; see "tephra sql --help".');
    expect(sentenceOf(() => choice(TIMELINE, 'format', 'xml', ['md', 'csv']))).toBe('2: --format is one of md, csv, not "xml"; see "tephra timeline --help".');
    expect(sentenceOf(() => wholeNumber(SEARCH, 'limit', '1e3', 0, 10))).toBe('2: --limit is a whole number from 0 to 10, not "1e3"; see "tephra search --help".');
    expect(sentenceOf(() => wholeNumber(SEARCH, 'limit', '11', 0, 10))).toContain('from 0 to 10');
  });

  it('finds --json where the rest cannot be read, but not behind --', () => {
    expect(asksForJson(['--nonsense', '--json'])).toBe(true);
    expect(asksForJson(['--', '--json'])).toBe(false);
  });
});

describe('help', () => {
  it('shows a usage line, every offered option and an example for every command', () => {
    for (const spec of COMMANDS) {
      const text = commandHelp(spec);
      expect(text).toContain(`Usage: tephra ${spec.name}`);
      expect(text).toMatch(/Examples?:\n {2}.*tephra/);
      for (const [key, option] of Object.entries(spec.options)) expect(text.includes(`--${key}`), key).toBe(option.internal === undefined);
    }
  });

  it('lists exactly the commands there are', () => {
    const listed = [...overview('1.2.3').matchAll(/^ {2}tephra ([a-z]+) {2}/gm)].map((m) => m[1]);
    expect(listed).toEqual(['serve', 'ingest', 'inspect', 'sql', 'search', 'templates', 'timeline', 'faulttree', 'report', 'verify', 'formats']);
    expect(overview('1.2.3')).toContain('Tephra 1.2.3');
  });

  it('has no word for what does not exist yet', () => {
    const all = COMMANDS.map(commandHelp).join('') + overview('0');
    for (const later of ['suspects']) expect(all).not.toContain(later);
  });
});

describe('JSON', () => {
  it('keeps integers exact on both sides of 2^53', () => {
    expect(jsonInteger(2n ** 53n - 1n)).toBe(9007199254740991);
    expect(jsonInteger(2n ** 53n)).toBe('9007199254740992');
    expect(jsonInteger(-(2n ** 53n))).toBe('-9007199254740992');
    fc.assert(fc.property(fc.bigInt({ min: -(2n ** 64n), max: 2n ** 64n }), (n) => BigInt(jsonInteger(n)) === n));
    expect(toJson({ rows: [[2n, 2n ** 63n]] })).toBe('{"rows":[[2,"9223372036854775808"]]}');
  });

  it('has times with nanoseconds and Z, null where there is none', () => {
    expect(jsonTime(1_791_453_555_691_000_001n)).toBe('2026-10-08T09:59:15.691000001Z');
    expect(jsonTime(undefined)).toBeNull();
    fc.assert(fc.property(fc.bigInt({ min: 0n, max: 4_000_000_000_000_000_000n }), (ns) => parseRfc3339(jsonTime(ns)!) === ns));
  });

  it('has words for bytes, maps and numbers that are not finite', () => {
    expect(toJson([new Uint8Array([0, 255]), new Map([['a', 1n]]), Number.NaN])).toBe('["00ff",{"a":1},"NaN"]');
  });
});

describe('times people type', () => {
  const near = parseRfc3339('2026-10-08T09:30:00Z')!;
  const read = (text: string): string => {
    const when = parseWhen(text, near);
    return when.ok ? formatRfc3339(when.value.ns) : when.failure.code;
  };
  it('reads RFC 3339, shorter forms, a time on the first day, a date, Unix seconds', () => {
    expect(read('2026-10-08T12:00:00.5+02:00')).toBe('2026-10-08T10:00:00.500000000Z');
    expect(read('2026-10-08T10:02')).toBe('2026-10-08T10:02:00.000000000Z');
    expect(read('10:02')).toBe('2026-10-08T10:02:00.000000000Z');
    expect(read('2026-10-09')).toBe('2026-10-09T00:00:00.000000000Z');
    expect(read('@1791453600.25')).toBe('2026-10-08T10:00:00.250000000Z');
  });
  it('refuses what is no time', () => {
    expect(read('2026-02-30')).toBe('time/not-understood');
    expect(read('soon')).toBe('time/not-understood');
  });
});

describe('human output', () => {
  it('aligns columns by what a terminal shows, wide characters included', () => {
    expect(displayWidth('秋🍁e\u0301')).toBe(5);
    expect(formatTable([{ title: 'N', align: 'right' }, { title: 'TEXT' }], [['1', '秋の'], ['1,000', 'ab']])).toBe('    N  TEXT\n    1  秋の\n1,000  ab\n');
  });

  it('lets no control character of evidence through to a terminal', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (a, b) => {
      const hit = { sha256: 'a'.repeat(64), offsetBytes: 1, lengthBytes: 1, line: 1, severityNumber: 0, source: 's', body: b, path: a, text: b };
      const style = styleFor(terminal(false), {});
      for (const text of [formatTable([{ title: 'X' }, { title: 'Y' }], [[a, b]]), sqlText([{ name: 'x', type: 'VARCHAR' }], [[a]], true), hitText(hit, style)]) {
        // oxlint-disable-next-line no-control-regex
        expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
      }
    }));
  });

  it('styles a terminal only, and not with NO_COLOR', () => {
    expect(styleFor(terminal(true), {}).dim('x')).toBe('\u001b[2mx\u001b[22m');
    expect(styleFor(terminal(true), { NO_COLOR: '1' }).dim('x')).toBe('x');
    expect(styleFor(terminal(false), {}).bold('x')).toBe('x');
  });

  it('shows NULL, numbers to the right, nested values as JSON', () => {
    expect(sqlText([{ name: 'n', type: 'BIGINT' }, { name: 'v', type: 'VARCHAR' }], [[5n, null], [1234, { a: 1n }]], false)).toBe('   n  v\n   5  NULL\n1234  {"a":1}\n');
  });

  it('takes /…/ for a pattern and anything else for text', () => {
    expect(termOf('/a+b/')).toEqual({ kind: 'regex', pattern: 'a+b', negated: false });
    expect(termOf('/var/log')).toEqual({ kind: 'text', text: '/var/log', negated: false });
    expect(termOf('//')).toEqual({ kind: 'text', text: '//', negated: false });
  });

  it('names what failed verification', () => {
    const text = verifyText([
      { subject: 'access.log', check: 'evidence', ok: false, message: 'the bytes changed' },
      { subject: 'app.jsonl', check: 'evidence', ok: true, message: 'unchanged' },
      { subject: 'case.sqlite', check: 'journal', ok: true, message: '12 entries in one chain' },
    ], false);
    expect(text).toContain('FAILED  evidence hashes  1 of 2 files unchanged');
    expect(text).toContain('access.log: the bytes changed');
    expect(text).toContain('12 entries in one chain');
  });
});

describe('progress', () => {
  it('writes on a terminal only, and takes its line away', () => {
    const pipe = terminal(false);
    const quiet = new ProgressLine(pipe);
    quiet.show('x');
    quiet.clear();
    expect(pipe.written).toEqual([]);
    const tty = terminal(true, 10);
    let now = 0;
    const line = new ProgressLine(tty, () => now);
    line.show('a long line of progress');
    line.show('too soon');
    now = 200;
    line.show('later');
    line.clear();
    expect(tty.written).toEqual(['\r\u001b[Ka long l…', '\r\u001b[Klater', '\r\u001b[K']);
  });

  it('says rate and time left', () => {
    expect(ingestProgressText({ phase: 'index', path: 'a.log', files: 2, filesDone: 1, bytesTotal: 4_000_000, bytesDone: 1_000_000, records: 12_345, seconds: 1 }))
      .toBe('Reading  1.00 MB of 4.00 MB  1.00 MB/s  3 s left  12,345 records  1 of 2 files  a.log');
  });
});

describe('names of cases made for evidence', () => {
  it('are the same for the same paths, different for others, and safe as a folder', () => {
    expect(caseFolderName(['/var/log/nginx'])).toBe(caseFolderName(['/var/log/nginx']));
    expect(caseFolderName(['/var/log/nginx'])).not.toBe(caseFolderName(['/srv/nginx']));
    expect(caseFolderName(['/x/..'])).toMatch(/^case-[0-9a-f]{6}\.tephra$/);
    fc.assert(fc.property(fc.string({ unit: 'binary', minLength: 1 }), (name) => {
      const folder = caseFolderName([`/${name}`]);
      expect(folder).not.toMatch(/[/\\\s]|^[.-]/);
      expect(visibleText(folder)).toBe(folder);
    }));
  });
  it('have the evidence as title', () => {
    expect(titleOf(['/var/log/nginx'])).toBe('nginx');
    expect(titleOf(['/a/x.log', '/b', '/c'])).toBe('x.log and 2 more');
  });
});

describe('failures', () => {
  it('keep their code and get advice where a command line needs it', () => {
    const error = errorOf({ code: 'case/not-found', message: '/x is not a case.', data: { path: '/x' } });
    expect(error).toMatchObject({ exitCode: 1, code: 'case/not-found', message: '/x is not a case. "tephra ingest PATH --case DIR" makes a case.', detail: { path: '/x' } });
    expect(errorOf({ code: 'cancelled', message: '' }).exitCode).toBe(130);
  });
});
