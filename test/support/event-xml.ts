/** A small reader of XML as tools print it, and what an event says in it: for comparing, never for evidence. */
export interface Xml {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: ReadonlyArray<Xml | string>;
  /** What stands between its tags, as it stands. */
  readonly raw: string;
}

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

function unescape(text: string): string {
  return text.replaceAll(/&(?:#(\d+)|#x([0-9a-fA-F]+)|(\w+));/g, (whole, decimal?: string, hex?: string, name?: string) =>
    decimal !== undefined ? String.fromCodePoint(Number(decimal)) : hex !== undefined ? String.fromCodePoint(Number.parseInt(hex, 16)) : ENTITIES[name ?? ''] ?? whole);
}

/** Elements that follow one another at the top. */
export function parseXml(text: string): Xml[] {
  const top: Xml[] = [];
  const open: Array<{ name: string; attributes: Record<string, string>; children: Array<Xml | string>; raw: string; from: number }> = [];
  const token = /<!\[CDATA\[([\s\S]*?)\]\]>|<\?[\s\S]*?\?>|<\/([^\s>]+)\s*>|<([^\s/>]+)((?:\s+[^\s=]+="[^"]*")*)\s*(\/?)>|([^<]+)/g;
  for (const match of text.matchAll(token)) {
    const [, cdata, end, start, attributes, empty, characters] = match;
    const into = open.at(-1)?.children;
    if (cdata !== undefined) into?.push(cdata);
    else if (characters !== undefined) into?.push(unescape(characters));
    else if (start !== undefined) {
      const found = Object.fromEntries([...(attributes ?? '').matchAll(/([^\s=]+)="([^"]*)"/g)].map((m) => [m[1]!, unescape(m[2]!)]));
      const element = { name: start, attributes: found, children: [], raw: '', from: match.index + match[0].length };
      (into ?? top).push(element);
      if (empty === '') open.push(element);
    } else if (end !== undefined) {
      const closed = open.pop();
      if (closed?.name !== end) throw new Error(`</${end}> closes nothing`);
      closed.raw = text.slice(closed.from, match.index);
    }
  }
  return top;
}

export function child(xml: Xml, name: string): Xml | undefined {
  return xml.children.find((one): one is Xml => typeof one !== 'string' && one.name === name);
}

export function elements(xml: Xml): Xml[] {
  return xml.children.filter((one): one is Xml => typeof one !== 'string');
}

export function textOf(xml: Xml): string {
  return xml.children.map((one) => (typeof one === 'string' ? one : textOf(one))).join('');
}

/**
 * Every leaf with its path and text, in order, names of data in place of `Data`. Of `texts`, paths, what stands in them
 * is text: some tools print markup in a value as it is.
 */
export function leaves(xml: Xml, texts: ReadonlySet<string>, path = ''): Array<[path: string, text: string]> {
  const found: Array<[string, string]> = [];
  const name = xml.name === 'Data' && xml.attributes['Name'] !== undefined ? xml.attributes['Name'] : xml.name;
  const at = `${path}/${name}`;
  for (const [key, value] of Object.entries(xml.attributes)) {
    if (key === 'xmlns' || key.startsWith('xmlns:') || (xml.name === 'Data' && key === 'Name')) continue;
    found.push([`${at}/${key}`, value]);
  }
  const inner = elements(xml);
  const text = texts.has(at) ? unescape(xml.raw) : textOf(xml);
  if (inner.length > 0 && !texts.has(at)) for (const one of inner) found.push(...leaves(one, texts, at));
  else if (text !== '' || found.length === 0) found.push([at, text]);
  return found;
}

/** The same value in the words of either side: hexadecimal without zeros in front, times to 100 ns, GUIDs in capitals. */
export function plain(value: unknown): string {
  const text = String(value).replaceAll('\r\n', '\n');
  if (/^0x[0-9a-f]{1,16}$/i.test(text)) return `0x${BigInt(text).toString(16)}`;
  const time = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d+))?Z$/.exec(text);
  if (time) return `${time[1]}.${(time[2] ?? '').padEnd(9, '0').slice(0, 7)}Z`;
  return /^\{[0-9a-f-]{36}\}$/i.test(text) ? text.toUpperCase() : text;
}
