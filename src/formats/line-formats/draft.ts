import type { LineFormatSource } from '../../model/line-format.ts';

/** Forms of time that a first line shows, each as a pattern and as strptime has it. */
const TIMES: ReadonlyArray<{ readonly pattern: string; readonly forms?: readonly string[] }> = [
  { pattern: String.raw`\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?`, forms: ['%Y-%m-%dT%H:%M:%S%.f%?z', '%Y-%m-%d %H:%M:%S%.f%?z'] },
  { pattern: String.raw`\d{4}/\d\d/\d\d \d\d:\d\d:\d\d(?:[.,]\d{1,9})?`, forms: ['%Y/%m/%d %H:%M:%S%.f'] },
  { pattern: String.raw`\d\d\.\d\d\.\d{4} \d\d:\d\d:\d\d(?:[.,]\d{1,9})?`, forms: ['%d.%m.%Y %H:%M:%S%.f'] },
  { pattern: String.raw`\d{1,2}/[A-Z][a-z]{2}/\d{4}:\d\d:\d\d:\d\d [+-]\d{4}`, forms: ['%d/%b/%Y:%H:%M:%S %z'] },
  { pattern: String.raw`\d{1,2}-[A-Z][a-z]{2}-\d{4} \d\d:\d\d:\d\d(?:[.,]\d{1,9})?`, forms: ['%d-%b-%Y %H:%M:%S%.f'] },
  { pattern: String.raw`\d{8}[T ]\d{6}(?:[.,]\d{1,9})?`, forms: ['%Y%m%dT%H%M%S%.f', '%Y%m%d %H%M%S%.f'] },
  { pattern: String.raw`[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d(?:\.\d{1,9})?`, forms: ['%b %d %H:%M:%S%.f'] },
  { pattern: String.raw`\d{10}(?:\.\d{1,9}|\d{3}|\d{6}|\d{9})?(?!\d)`, forms: ['%s'] },
  { pattern: String.raw`\d\d:\d\d:\d\d(?:[.,]\d{1,9})?`, forms: ['%H:%M:%S%.f'] },
];
const LEVEL = /^([\]|:,;)>]? *[[<(|]? ?)(TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|CRITICAL|FATAL|trace|debug|info|notice|warn|warning|error|critical|fatal)\b/;

/** A definition to begin with: the time and perhaps the level of the first line that has them, and the rest as the message. */
export function draftLineFormat(name: string, lines: readonly string[]): LineFormatSource {
  const id = name.toLowerCase().replace(/\.\w{1,8}$/, '').replace(/[^a-z\d]+/g, '-').replace(/^[^a-z]+|-+$/g, '').slice(0, 40) || 'my-format';
  const base = { id, title: name, specification: [], fields: [] };
  for (const line of lines) {
    for (const { pattern, forms } of TIMES) {
      const m = new RegExp(`(?<![\\w.:-])${pattern}`).exec(line.slice(0, 200));
      if (!m) continue;
      const before = line.slice(0, m.index);
      const after = line.slice(m.index + m[0].length);
      const level = LEVEL.exec(after);
      const shape = `${shapeOf(before)}(?<time>${pattern.replace('(?!\\d)', '')})`;
      return {
        ...base,
        lines: [level ? `${shape}${escaped(level[1]!)}(?<level>[A-Za-z]+)(?<body>(?:[^A-Za-z].*)?)` : `${shape}(?<body>(?:[^\\d.,Z+-].*)?)`],
        time: { forms: [...(forms ?? [])] }, continuation: 'belongs', samples: [{ line: line.slice(0, 2000) }],
      };
    }
  }
  return { ...base, lines: ['(?<body>.*)'], continuation: 'own', samples: [{ line: (lines[0] ?? 'a line').slice(0, 2000) }] };
}

/** What stands before the time: runs of digits and of letters may be others in other lines. */
function shapeOf(text: string): string {
  return text.replace(/[\w.-]+| +|[^\w\s.-]|\t/g, (part) => (/^[\w.-]/.test(part) ? '[\\w.-]{1,80}' : part.startsWith(' ') ? ' +' : escaped(part)));
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&').replace(/ +/g, ' +');
}
