/**
 * Evidence text made safe to show: control characters become visible, nothing is dropped.
 * C0 and DEL use Unicode's control pictures (U+2400…), C1 and the bidirectional and invisible
 * formatting characters become `\u{hex}`, so that a line can neither hide nor reorder what it says
 * (Unicode TR #36 §2.5, "Trojan Source" CVE-2021-42574). Newline and tab are kept when `keepLayout` is set.
 */
export function visibleText(text: string, keepLayout = false): string {
  return text.replace(UNSAFE, (c) => {
    const code = c.codePointAt(0)!;
    if (keepLayout && (code === 0x0a || code === 0x09)) return c;
    if (code < 0x20) return String.fromCodePoint(0x2400 + code);
    if (code === 0x7f) return '\u2421';
    return `\\u{${code.toString(16)}}`;
  });
}

// oxlint-disable-next-line no-control-regex
const UNSAFE = /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/gu;

/** ANSI escape sequences (ECMA-48 CSI, OSC and two-character escapes) removed: for reading, never for evidence. */
export function stripAnsi(text: string): string {
  return text.replace(ANSI, '');
}

// oxlint-disable-next-line no-control-regex
const ANSI = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)|[ -/]*[0-~])/g;

/** At most `max` UTF-16 units, never cutting a surrogate pair, with an ellipsis where something was cut. */
export function truncate(text: string, max: number): string {
  if (text.length <= max) return text;
  let end = Math.max(0, max - 1);
  const last = text.charCodeAt(end - 1);
  if (last >= 0xd800 && last <= 0xdbff) end--;
  return `${text.slice(0, end)}…`;
}

/** `1,234,567`: digit groups as the interface shows counts, independent of the machine's locale. */
export function formatCount(n: number | bigint): string {
  return String(n).replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}

/** `count` with its noun: `1 file`, `2 files`. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}

/**
 * JSON text without halves of surrogate pairs: JavaScript reads and writes them as escapes ("\ud800"), other readers
 * (DuckDB) refuse the whole text. Each becomes U+FFFD. For what `JSON.stringify` wrote: of pairs it escapes neither half.
 */
export function wellFormedJson(json: string): string {
  return LONE_ESCAPE.test(json) ? json.replace(ESCAPES, (escape) => (escape === '\\\\' ? escape : '\ufffd')) : json;
}

const LONE_ESCAPE = /\\ud[89a-f]/;
/** An escaped backslash is one, whatever stands behind it. */
const ESCAPES = /\\\\|\\ud[89a-f][\da-f]{2}/g;
