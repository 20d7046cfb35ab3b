/** Function of a frame as gdb, pstack and eu-stack print it; `undefined` when the line is none. */
export function functionOf(line: string): string | undefined {
  const m = /^#\d{1,5} {1,4}(?:0x[\da-f]{1,16} (?:in )?)?/.exec(line);
  if (!m) return undefined;
  let rest = line.slice(m[0].length, m[0].length + 2000);
  for (const mark of [' from ', ' at ', ' - ']) {
    const at = rest.lastIndexOf(mark);
    if (at > 0) rest = rest.slice(0, at);
  }
  // gdb puts a blank before the arguments; a template may have blanks and brackets of its own.
  const args = argumentsOf(rest);
  if (args > 0) rest = rest.slice(0, args);
  else if (rest.endsWith(')')) rest = rest.slice(0, openOf(rest));
  else if (rest.endsWith(') const')) rest = rest.slice(0, openOf(rest.slice(0, -6)));
  const name = rest.replace(/@@?[A-Z][\w.]{0,40}$/, '').trim();
  return name === '' ? '??' : name;
}

/** Where ` (` stands outside of templates and other brackets; -1 when it does not. */
function argumentsOf(text: string): number {
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === 60 || c === 40) depth++;
    else if ((c === 41 || (c === 62 && text.charCodeAt(i - 1) !== 45)) && depth > 0) depth--;
    else if (c === 32 && depth === 0 && text.charCodeAt(i + 1) === 40) return i;
  }
  return -1;
}

/** Where the bracket opens that the last one closes. */
function openOf(text: string): number {
  let depth = 0;
  for (let i = text.length - 1; i >= 0; i--) {
    if (text.charCodeAt(i) === 41) depth++;
    else if (text.charCodeAt(i) === 40 && --depth === 0) return i > 0 ? i : text.length;
  }
  return text.length;
}
