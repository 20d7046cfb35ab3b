/** Elements whose end is the end of a line of text. */
const BLOCKS = /<(?:br|\/p|\/div|\/li|\/tr|\/h[1-6]|\/blockquote|hr)\b[^<>]{0,1000}>/gi;
const HIDDEN = /<(script|style|head)\b[^<>]{0,1000}>[\s\S]*?<\/\1>/gi;
const TAG = /<[!/]?[a-z][^<>]{0,4000}>|<!--[\s\S]*?-->/gi;
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0' };

/** What HTML says as text, for messages that people wrote. Never rendered: only read. */
export function htmlText(html: string): string {
  return unescapeEntities(html.replace(HIDDEN, '').replace(BLOCKS, '\n').replace(TAG, '')).replace(/[ \t]+\n/g, '\n').replace(/\n{3,}/g, '\n\n').trim();
}

/** Character references of XML, by number, and the non-breaking space. */
export function unescapeEntities(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,4}));/gi, (whole, decimal: string | undefined, hex: string | undefined, name: string | undefined) => {
    if (name !== undefined) return ENTITIES[name.toLowerCase()] ?? whole;
    const code = decimal === undefined ? Number.parseInt(hex!, 16) : Number(decimal);
    return code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff) ? String.fromCodePoint(code) : '\ufffd';
  });
}
