/*
 * Tokens of an audit record, audit.log(5) of FreeBSD and macOS, OpenBSM's bsm_io.c. Numbers are big-endian. Each is one
 * byte of type and then its own layout; a token that is not known ends what can be read of its record.
 */
export interface Subject {
  readonly auditId: number;
  readonly effectiveId: number;
  readonly realId: number;
  readonly pid: number;
  readonly session: number;
  readonly address: string | undefined;
}

/** What the tokens of one record say. */
export interface AuditTokens {
  subject: Subject | undefined;
  process: Subject | undefined;
  outcome: { readonly error: number; readonly value: string } | undefined;
  readonly texts: string[];
  readonly paths: string[];
  readonly commands: string[];
  /** Name and value. */
  readonly args: Array<readonly [string, string]>;
  readonly addresses: string[];
  readonly ports: number[];
  signer: string | undefined;
  zone: string | undefined;
  sequence: number | undefined;
  /** Type of the token that could not be read. */
  unread: number | undefined;
  /** The trailer is there, and says the length of the record. */
  isWhole: boolean;
}

class Cursor {
  at: number;
  private readonly view: DataView;
  private readonly end: number;

  constructor(view: DataView, at: number, end: number) {
    this.view = view;
    this.at = at;
    this.end = end;
  }

  get left(): number {
    return this.end - this.at;
  }

  need(bytes: number): number {
    if (bytes > this.left) throw new RangeError('the record ends');
    const { at } = this;
    this.at += bytes;
    return at;
  }

  u8(): number {
    return this.view.getUint8(this.need(1));
  }

  u16(): number {
    return this.view.getUint16(this.need(2));
  }

  u32(): number {
    return this.view.getUint32(this.need(4));
  }

  i32(): number {
    return this.view.getInt32(this.need(4));
  }

  u64(): bigint {
    return this.view.getBigUint64(this.need(8));
  }

  /** Text of a length, NULs at its end left out. */
  text(length: number): string {
    const from = this.need(length);
    return Buffer.from(this.view.buffer, this.view.byteOffset + from, length).toString('utf8').replace(/\0+$/, '');
  }

  /** Text up to a NUL. */
  cText(): string {
    let to = this.at;
    while (to < this.end && this.view.getUint8(to) !== 0) to++;
    const text = Buffer.from(this.view.buffer, this.view.byteOffset + this.at, to - this.at).toString('utf8');
    this.at = Math.min(this.end, to + 1);
    return text;
  }

  v4(): string | undefined {
    const from = this.need(4);
    const parts = [0, 1, 2, 3].map((i) => this.view.getUint8(from + i));
    return parts.every((part) => part === 0) ? undefined : parts.join('.');
  }

  v6(): string | undefined {
    const from = this.need(16);
    const parts = Array.from({ length: 8 }, (_, i) => this.view.getUint16(from + i * 2));
    return parts.every((part) => part === 0) ? undefined : parts.map((part) => part.toString(16)).join(':').replace(/(?:^|:)0(?::0)+(?:$|:)/, '::');
  }

  /** Behind its type: 4 for IPv4, 16 for IPv6. */
  address(type: number): string | undefined {
    return type === 16 ? this.v6() : this.v4();
  }
}

/** Reads tokens from `at` to `end` of a record. */
export function readTokens(view: DataView, at: number, end: number): AuditTokens {
  const tokens: AuditTokens = {
    subject: undefined, process: undefined, outcome: undefined, texts: [], paths: [], commands: [], args: [], addresses: [], ports: [], signer: undefined, zone: undefined, sequence: undefined,
    unread: undefined, isWhole: false,
  };
  const c = new Cursor(view, at, end);
  while (c.left > 0) {
    const type = c.u8();
    try {
      if (!readToken(type, c, tokens)) {
        tokens.unread = type;
        return tokens;
      }
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      tokens.unread = type;
      return tokens;
    }
  }
  return tokens;
}

function readToken(type: number, c: Cursor, t: AuditTokens): boolean {
  switch (type) {
    case 0x13: {
      t.isWhole = c.u16() === 0xb105;
      c.u32();
      return t.isWhole;
    }
    case 0x11: {
      c.need(8);
      t.paths.push(c.text(c.u16()));
      return true;
    }
    case 0x21: {
      c.u8();
      const size = [1, 2, 4, 8][c.u8()];
      if (size === undefined) return false;
      c.need(size * c.u8());
      return true;
    }
    case 0x22: return c.need(5) >= 0;
    case 0x23: {
      t.paths.push(c.text(c.u16()));
      return true;
    }
    case 0x24: case 0x7a: case 0x75: case 0x7c:
      t.subject = subject(type, c);
      return true;
    case 0x26: case 0x7b: case 0x77: case 0x7d:
      t.process = subject(type, c);
      return true;
    case 0x27: {
      t.outcome = { error: c.u8(), value: String(c.i32()) };
      return true;
    }
    case 0x72: {
      t.outcome = { error: c.u8(), value: String(BigInt.asIntN(64, c.u64())) };
      return true;
    }
    case 0x28: {
      t.texts.push(c.text(c.u16()));
      return true;
    }
    case 0x29: return c.need(c.u16()) >= 0;
    case 0x2a: case 0x70: {
      push(t.addresses, c.v4());
      return true;
    }
    case 0x7e: {
      push(t.addresses, c.address(c.u32()));
      return true;
    }
    case 0x2b: return c.need(20) >= 0;
    case 0x2c: {
      t.ports.push(c.u16());
      return true;
    }
    case 0x2d: case 0x71: {
      c.u8();
      const value = type === 0x2d ? String(c.u32()) : String(c.u64());
      t.args.push([c.text(c.u16()), value]);
      return true;
    }
    case 0x2e: {
      c.need(2);
      socket(c, t, 4);
      return true;
    }
    case 0x2f: {
      t.sequence = c.u32();
      return true;
    }
    case 0x32: return c.need(28) >= 0;
    case 0x34: case 0x3b: return c.need(4 * c.u16()) >= 0;
    case 0x3c: case 0x3d: {
      const count = c.u32();
      const parts: string[] = [];
      for (let i = 0; i < count && c.left > 0 && i < 10_000; i++) parts.push(c.cText());
      // The environment may hold secrets and is of no use to a timeline: only arguments are kept.
      if (type === 0x3c) t.commands.push(parts.join(' '));
      return true;
    }
    case 0x3e: return c.need(28) >= 0;
    case 0x73: return c.need(32) >= 0;
    case 0x52: return c.need(8) >= 0;
    case 0x60: {
      t.zone = c.text(c.u16());
      return true;
    }
    case 0x7f: {
      c.need(4);
      const size = c.u16();
      socket(c, t, size);
      return true;
    }
    case 0x80: case 0x81: {
      c.need(2);
      t.ports.push(c.u16());
      push(t.addresses, type === 0x80 ? c.v4() : c.v6());
      return true;
    }
    case 0x82: {
      c.need(2);
      t.paths.push(c.cText());
      return true;
    }
    // Of macOS: who signed the program.
    case 0xed: {
      c.u32();
      t.signer = c.text(c.u16());
      c.u8();
      const team = c.text(c.u16());
      if (team !== '') t.signer = `${t.signer} (${team})`;
      c.u8();
      return c.need(c.u16()) >= 0;
    }
    default: return false;
  }
}

function socket(c: Cursor, t: AuditTokens, size: number): void {
  for (let end = 0; end < 2; end++) {
    t.ports.push(c.u16());
    push(t.addresses, c.address(size));
  }
}

/** 32 bits of the terminal's port, or 64 (`0x75`, `0x77`, `0x7c`, `0x7d`); an address of IPv4, or of the type before it. */
function subject(type: number, c: Cursor): Subject {
  const auditId = c.i32();
  const effectiveId = c.i32();
  c.need(4);
  const realId = c.i32();
  c.need(4);
  const pid = c.u32();
  const session = c.u32();
  const isWide = type === 0x75 || type === 0x77 || type === 0x7c || type === 0x7d;
  const isExtended = type >= 0x7a;
  c.need(isWide ? 8 : 4);
  return { auditId, effectiveId, realId, pid, session, address: isExtended ? c.address(c.u32()) : c.v4() };
}

function push(list: string[], value: string | undefined): void {
  if (value !== undefined) list.push(value);
}
