import { htmlText } from '../contract-html.ts';
import type { Line } from '../contract-lines.ts';
import { MAX_BODY } from '../contract-record.ts';
import { base64, decodeBytes, decodeHeader, quotedPrintable } from './decode.ts';

/** Characters of headers that are kept of a message, and of each of its parts. */
const MAX_HEADERS = 256 * 1024;
const MAX_PARTS = 1000;
const MAX_DEPTH = 20;

export interface Attachment {
  readonly name: string | undefined;
  readonly type: string;
  /** Of the content: of base64, what it stands for. */
  sizeBytes: number;
}

interface Leaf {
  readonly type: string;
  readonly charset: string | undefined;
  readonly encoding: string;
  lines: string[];
  size: number;
}

/** One message, line by line: its headers, the first text of its body, and what else is in it. Characters are bytes. */
export class Message {
  readonly offsetBytes: number;
  readonly line: number;
  endBytes: number;
  readonly headers = new Map<string, string>();
  readonly parts: Attachment[] = [];
  private headerSize = 0;
  private lastHeader: string | undefined;
  private current: Map<string, string> | undefined = this.headers;
  private readonly boundaries: string[] = [];
  private plain: Leaf | undefined;
  private html: Leaf | undefined;
  private leaf: Leaf | undefined;
  private attachment: Attachment | undefined;
  private isBase64 = false;
  private readonly first: string[] = [];
  private firstSize = 0;

  constructor(line: Line, isSeparator: boolean) {
    this.offsetBytes = line.offsetBytes;
    this.line = line.number;
    this.endBytes = line.offsetBytes + line.lengthBytes;
    this.keep(line.text);
    if (!isSeparator) this.header(line.text);
  }

  /** The next line; `isMailbox`: lines that began with From were written with > before it. */
  add(line: Line, isBlank: boolean, isMailbox: boolean): void {
    const { text } = line;
    if (!isBlank) this.endBytes = line.offsetBytes + line.lengthBytes;
    this.keep(text);
    if (this.current) {
      if (isBlank) this.headersEnd();
      else this.header(text);
      return;
    }
    if (text.startsWith('--') && this.boundary(text)) return;
    if (this.attachment) this.attachment.sizeBytes += this.isBase64 ? Math.floor((text.replace(/=+\s*$/, '').trim().length * 3) / 4) : line.lengthBytes + 1;
    const { leaf } = this;
    if (!leaf || leaf.size > MAX_BODY) return;
    leaf.lines.push(isMailbox && /^>+From /.test(text) ? text.slice(1) : text);
    leaf.size += text.length + 1;
  }

  /** The first plain text; without one the first HTML, as text. */
  text(): string {
    const leaf = this.plain ?? this.html;
    if (!leaf) return '';
    const joined = leaf.lines.join('\n');
    const bytes = leaf.encoding === 'base64' ? base64(joined) : leaf.encoding === 'quoted-printable' ? quotedPrintable(joined) : joined;
    const text = decodeBytes(bytes, leaf.charset);
    return (leaf === this.html ? htmlText(text) : text).trim();
  }

  /** The lines as they stand, for what is no message. */
  asText(): string {
    return decodeBytes(this.first.join('\n'));
  }

  private keep(text: string): void {
    if (this.firstSize > MAX_BODY || this.headers.has('from')) return;
    this.first.push(text);
    this.firstSize += text.length + 1;
  }

  private header(text: string): void {
    const headers = this.current!;
    if (this.headerSize > MAX_HEADERS) return;
    this.headerSize += text.length;
    if (/^[ \t]/.test(text)) {
      // Folded (RFC 5322 §2.2.3): the line break is not of the value.
      if (this.lastHeader !== undefined) headers.set(this.lastHeader, `${headers.get(this.lastHeader) ?? ''}${text.replace(/^[ \t]+/, ' ')}`);
      return;
    }
    const at = text.indexOf(':');
    const name = at > 0 ? text.slice(0, at).trimEnd().toLowerCase() : undefined;
    // The first of two counts, as readers of mail have it.
    this.lastHeader = name === undefined || headers.has(name) || !/^[!-9;-~]+$/.test(name) ? undefined : name;
    if (this.lastHeader !== undefined) headers.set(this.lastHeader, text.slice(at + 1).trimStart());
  }

  private headersEnd(): void {
    const headers = this.current!;
    this.current = undefined;
    this.leaf = undefined;
    this.attachment = undefined;
    const content = headers.get('content-type') ?? 'text/plain';
    const type = content.split(';')[0]!.trim().toLowerCase();
    const boundary = parameter(content, 'boundary');
    if (type.startsWith('multipart/') && boundary !== undefined && this.boundaries.length < MAX_DEPTH) {
      this.boundaries.push(boundary);
      return;
    }
    const disposition = headers.get('content-disposition') ?? '';
    const name = parameter(disposition, 'filename') ?? parameter(content, 'name');
    const encoding = (headers.get('content-transfer-encoding') ?? '').trim().toLowerCase();
    const isAttached = /^\s*attachment/i.test(disposition) || name !== undefined;
    if (!isAttached && (type === 'text/plain' || type === 'text/html')) {
      const leaf: Leaf = { type, charset: parameter(content, 'charset'), encoding, lines: [], size: 0 };
      if (type === 'text/plain' && !this.plain) this.leaf = this.plain = leaf;
      else if (type === 'text/html' && !this.html) this.leaf = this.html = leaf;
      return;
    }
    if (this.parts.length >= MAX_PARTS) return;
    this.isBase64 = encoding === 'base64';
    this.attachment = { name: name === undefined ? undefined : decodeHeader(name), type, sizeBytes: 0 };
    this.parts.push(this.attachment);
  }

  /** Whether the line parts two parts, or ends them. */
  private boundary(text: string): boolean {
    const said = text.slice(2).trimEnd();
    for (let i = this.boundaries.length - 1; i >= 0; i--) {
      const boundary = this.boundaries[i]!;
      if (said !== boundary && said !== `${boundary}--`) continue;
      const isEnd = said !== boundary;
      this.boundaries.length = isEnd ? i : i + 1;
      this.leaf = undefined;
      this.attachment = undefined;
      this.current = isEnd ? undefined : new Map();
      this.headerSize = 0;
      this.lastHeader = undefined;
      return true;
    }
    return false;
  }
}

/** A parameter of a MIME header (RFC 2045 §5.1; RFC 2231 in its simple form). */
function parameter(value: string, name: string): string | undefined {
  const m = new RegExp(`;\\s*${name}(\\*)?\\s*=\\s*(?:"([^"]{0,1000})"|([^\\s;]{1,1000}))`, 'i').exec(value);
  if (!m) return undefined;
  const text = m[2] ?? m[3]!;
  if (m[1] === undefined) return text;
  const extended = /^([^']*)'[^']*'(.*)$/.exec(text);
  return extended ? decodeBytes(extended[2]!.replace(/%([0-9A-Fa-f]{2})/g, (_whole, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))), extended[1]) : text;
}
