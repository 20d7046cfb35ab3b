import { isUtf8 } from 'node:buffer';
import { parseJson } from './contract-json.ts';
import { isObject, type Json } from './contract-json-object.ts';
import { compilePlan, type DocumentPlan, type Enclosing } from './contract-json-plan.ts';
import { JsonScanner, type Found, type FoundDamage, type FoundDocument, type FoundElement } from './contract-json-scanner.ts';
import type { ByteSource, RecordSink } from './contract.ts';

export type { DocumentPlan, Enclosing } from './contract-json-plan.ts';

/**
 * Reads JSON documents of any size: hands out the elements a plan asks for, each with its value, its byte range and
 * the objects it stands in, and reports what is damaged. See contract-json-scanner.ts.
 */
export interface DocumentElement {
  /** The path of the plan it was found at. */
  readonly path: string;
  readonly offsetBytes: number;
  readonly lengthBytes: number;
  readonly line: number;
  readonly value: unknown;
  /** As it stands. */
  readonly text: string;
  readonly enclosing: Enclosing | undefined;
}

/** An element that could not be read; a diagnostic has been given. */
export interface BrokenElement {
  readonly offsetBytes: number;
  readonly lengthBytes: number;
  readonly line: number;
  /** Its text, or the beginning of it. */
  readonly text: string;
}

export interface DocumentHandler {
  readonly plan: DocumentPlan;
  element(element: DocumentElement): void;
  /** For formats that keep as text what they cannot read. */
  broken?(element: BrokenElement): void;
  /** A document has ended. */
  document?(document: FoundDocument): void;
}

export interface DocumentCounts {
  documents: number;
  elements: number;
  /** Elements that could not be read. */
  brokenElements: number;
}

const LOOK_BYTES = 256 * 1024;
/** Elements between two questions for room. */
const STRIDE = 1000;

/** Diagnostics are named `<formatId>/…`. */
export async function readDocuments(formatId: string, source: ByteSource, sink: RecordSink, signal: AbortSignal, handler: DocumentHandler): Promise<DocumentCounts> {
  const root = compilePlan(handler.plan);
  const scanner = new JsonScanner(root, 0);
  const reader = new Reader(formatId, source, sink, signal, handler);
  for await (const chunk of source.chunks(0, signal)) {
    signal.throwIfAborted();
    scanner.push(chunk);
    await reader.take(scanner.found);
    scanner.found = [];
    await sink.room();
  }
  signal.throwIfAborted();
  scanner.end();
  await reader.take(scanner.found);
  await sink.room();
  return { documents: scanner.documents, elements: reader.elements, brokenElements: reader.broken };
}

class Reader {
  elements = 0;
  broken = 0;
  private readonly formatId: string;
  private readonly source: ByteSource;
  private readonly sink: RecordSink;
  private readonly signal: AbortSignal;
  private readonly handler: DocumentHandler;

  constructor(formatId: string, source: ByteSource, sink: RecordSink, signal: AbortSignal, handler: DocumentHandler) {
    this.formatId = formatId;
    this.source = source;
    this.sink = sink;
    this.signal = signal;
    this.handler = handler;
  }

  async take(found: readonly Found[]): Promise<void> {
    let since = 0;
    for (const one of found) {
      if (one.kind === 'element') {
        for (let e = one.enclosing; e; e = e.parent) {
          // What an element stands in may be said after it.
          if (!e.settled) await this.lookAhead(e);
          if (e.unread.length > 0) this.reportUnread(e);
        }
        this.element(one);
        if (++since >= STRIDE) {
          since = 0;
          await this.sink.room();
          this.signal.throwIfAborted();
        }
      } else if (one.kind === 'document') this.handler.document?.(one);
      else this.damage(one);
    }
  }

  private element(found: FoundElement): void {
    const text = decode(found.bytes);
    if (found.problem !== undefined) {
      this.report(found, found.problem, 'warning', found.problem === 'too-long'
        ? `An element of ${found.lengthBytes} bytes is more than can be read as one; it stands in the bytes.`
        : 'An element is nested too deep to be read; it stands in the bytes.');
      this.lost(found, text);
      return;
    }
    let value: unknown;
    try {
      value = parseJson(text);
    } catch {
      const escaped = withEscapedControls(text);
      if (escaped === undefined) {
        this.report(found, 'invalid-json', 'warning', 'An element is not valid JSON; reading goes on behind it.');
        this.lost(found, text);
        return;
      }
      this.report(found, 'control-characters', 'info', 'Control characters inside strings are not escaped; they are read as they stand.');
      value = escaped;
    }
    if (text.includes('\ufffd') && !isUtf8(found.bytes)) this.report(found, 'invalid-utf8', 'info', 'Some bytes are not UTF-8; they show as U+FFFD.');
    this.elements++;
    const { path, offsetBytes, lengthBytes, line, enclosing } = found;
    this.handler.element({ path, offsetBytes, lengthBytes, line, value, text, enclosing });
  }

  private damage(found: FoundDamage): void {
    const end = found.offsetBytes + found.lengthBytes;
    const message = found.what === 'truncated' ? 'The document breaks off; what stands before is read.'
      : found.what === 'not-json' ? 'These bytes are no JSON document.'
        : `The document is damaged at byte ${found.atByte}; ${end < this.source.sizeBytes ? `reading goes on at byte ${end}` : 'nothing behind it could be read'}.`;
    this.report(found, found.what, found.what === 'not-json' ? 'info' : 'warning', message);
    if (found.element !== undefined) this.lost(found, decode(found.element));
  }

  private lost(found: { offsetBytes: number; lengthBytes: number; line: number }, text: string): void {
    this.broken++;
    this.handler.broken?.({ offsetBytes: found.offsetBytes, lengthBytes: found.lengthBytes, line: found.line, text });
  }

  private reportUnread(enclosing: Enclosing): void {
    this.sink.diagnostic({
      code: `${this.formatId}/context-not-read`, severity: 'warning', offsetBytes: enclosing.offsetBytes, lengthBytes: 1,
      message: `"${enclosing.unread.join('", "')}" of this object could not be read; what stands in it is kept without.`,
    });
    enclosing.unread = [];
  }

  private report(found: { offsetBytes: number; lengthBytes: number }, code: string, severity: 'info' | 'warning', message: string): void {
    this.sink.diagnostic({ code: `${this.formatId}/${code}`, severity, message, offsetBytes: found.offsetBytes, lengthBytes: found.lengthBytes });
  }

  /** A second look at the bytes of an object, for members that come after its elements. */
  private async lookAhead(enclosing: Enclosing): Promise<void> {
    const scanner = new JsonScanner(enclosing.node, enclosing.offsetBytes, enclosing);
    for (let at = enclosing.offsetBytes; !scanner.finished; ) {
      this.signal.throwIfAborted();
      const bytes = await this.source.read(at, LOOK_BYTES);
      if (bytes.length === 0) break;
      scanner.push(bytes);
      at += bytes.length;
    }
    enclosing.settled = true;
  }
}

function decode(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8');
}

/** Writers that forget to escape (RFC 8259 §7) leave tabs and terminal colours in strings. */
function withEscapedControls(text: string): Json | undefined {
  for (const controls of [CONTROLS_BUT_TAB, CONTROLS]) {
    if (text.search(controls) < 0) continue;
    try {
      const value = parseJson(text.replace(controls, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`));
      if (isObject(value)) return value;
    } catch {
      // They are not, or not only, the trouble.
    }
  }
  return undefined;
}

// oxlint-disable-next-line no-control-regex
const CONTROLS_BUT_TAB = /[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g;
// oxlint-disable-next-line no-control-regex
const CONTROLS = /[\u0000-\u0009\u000b\u000c\u000e-\u001f]/g;
