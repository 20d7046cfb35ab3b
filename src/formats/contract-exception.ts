/**
 * What a stack trace says was thrown. Languages print it at different ends: Java, .NET, Node and PHP first, Python
 * and Go's panics by a line of their own, Ruby with the type in parentheses.
 */
export interface Thrown {
  readonly type: string;
  readonly message: string | undefined;
}

/** The first lines of a record are enough: traces are as long as their depth. */
const MAX_LINES = 400;
const MAX_MESSAGE = 4096;

const PYTHON_HEAD = 'Traceback (most recent call last):';
/** `java.lang.IllegalStateException: message`, `TypeError: message`, `System.InvalidOperationException: message`. */
const TYPE_FIRST = /(?:^|[\s:'"(])((?:[A-Za-z_$][\w$]*[.\\])*[\w$]*(?:Exception|Error|Throwable|Failure|Fault|Interrupt|Exit|Warning))(?: \[[^\]]*\])?(?:: (.*)|)$/;
const QUALIFIED_FIRST = /^(?:Exception in thread ".*?" )?((?:[a-z_$][\w$]*\.)+[A-Z][\w$]*)(?:: (.*))?$/;
const FRAME = /^\s+at \S|^\s*\.\.\. \d+ (?:more|common frames)/;
/** Laravel and Monolog: `[object] (App\\Failure(code: 0): message at /file.php:12)`. */
const PHP_OBJECT = /\[object\] \(([\w\\]+)\(code: [^)]*\): (.*?)(?: at \S+:\d+\)?|$)/;
const PHP_UNCAUGHT = /Uncaught (?:exception ')?([A-Za-z_\\][\w\\]*)(?:'|:)? ?(?:with message ')?(.*?)'? in \S+:\d+/;
const RUBY = /^(?:.*?:\d+:in [`'].*?': )?(.*?) \(([A-Z]\w*(?:::\w+)*)\):?$/;
const RUBY_FRAME = /^\s*(?:from )?\S+\.rb:\d+:in /;

/** `undefined` when the text has no trace. `lines` is the record's text, its first line first. */
export function thrownIn(lines: readonly string[]): Thrown | undefined {
  const last = Math.min(lines.length, MAX_LINES);
  for (let i = 0; i < last; i++) {
    const line = lines[i]!;
    if (line.endsWith(PYTHON_HEAD)) return python(lines, i + 1, last);
    if (line.startsWith('panic: ') || line.endsWith(' panic: ')) return thrown('panic', line.slice(line.indexOf('panic: ') + 7).replace(/ \[recovered\]$/, ''));
    const php = line.includes('[object] (') ? PHP_OBJECT.exec(line) : line.includes('Uncaught ') ? PHP_UNCAUGHT.exec(line) : null;
    if (php) return thrown(unescaped(php[1]!), php[2] === undefined ? undefined : unescaped(php[2]));
    if (i > 0 && FRAME.test(line)) return typeAbove(lines, i);
    if (i > 0 && RUBY_FRAME.test(line)) {
      const m = RUBY.exec(lines[i - 1]!);
      if (m) return thrown(m[2]!, m[1]);
    }
  }
  return undefined;
}

/** The line over the frames, or a few lines up when the message has several. */
function typeAbove(lines: readonly string[], frame: number): Thrown | undefined {
  for (let i = frame - 1; i >= 0 && i >= frame - 20; i--) {
    const line = lines[i]!;
    const m = QUALIFIED_FIRST.exec(line) ?? TYPE_FIRST.exec(line) ?? TYPE_INLINE.exec(line);
    if (m) return thrown(m[1]!, i === frame - 1 ? m[2] : [m[2] ?? '', ...lines.slice(i + 1, frame)].join('\n'));
  }
  return undefined;
}

/** In the middle of a line: `failed: java.io.IOException: broken pipe`. */
const TYPE_INLINE = /(?:^|[\s:'"(])((?:[A-Za-z_$][\w$]*\.)*[\w$]*(?:Exception|Error|Throwable)): (.*)$/;

/** The last line that is not indented, of the last traceback of a chain. */
function python(lines: readonly string[], from: number, to: number): Thrown | undefined {
  let found: Thrown | undefined;
  let inFrames = true;
  for (let i = from; i < to; i++) {
    const line = lines[i]!;
    if (line.endsWith(PYTHON_HEAD)) inFrames = true;
    else if (inFrames && line !== '' && !/^\s/.test(line)) {
      inFrames = false;
      const m = /^([A-Za-z_][\w.]*)(?:: (.*))?$/.exec(line);
      if (m) found = thrown(m[1]!, m[2]);
    }
  }
  return found;
}

/** Monolog writes its context as JSON. */
function unescaped(text: string): string {
  return text.replace(/\\([\\"/])/g, '$1');
}

function thrown(type: string, message: string | undefined): Thrown {
  const text = message?.trim() ?? '';
  return { type, message: text === '' ? undefined : text.slice(0, MAX_MESSAGE) };
}
