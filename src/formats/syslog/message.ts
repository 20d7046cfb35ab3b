import { severityFromText } from '../../model/severity.ts';
import { ByteWords } from '../contract-direct.ts';

/** What the text of a message says of itself. */
export interface Level {
  readonly number: number;
  readonly text: string;
}

const WORDS = 'trace|debug|info|information|notice|warn|warning|error|err|severe|critical|crit|alert|fatal|panic|emerg|emergency';
/** `INFO No new content`, `ERROR: x`, `[warn] x`, `error: PAM: …` (OpenSSH): capitals alone, or any case with a colon or in brackets. */
const LEAD = new RegExp(`^(?:\\[(${WORDS})\\][ :]|(${WORDS}):(?= |$)|(${WORDS.toUpperCase()})(?=[ :]|$))`, 'i');
/** klog, as Kubernetes components write to the journal: `I0517 15:04:22.619632 1952 file.go:25] …`. */
const KLOG = /^([IWEF])\d{4} \d\d:\d\d:\d\d\.\d{6} /;
/** logfmt, as dockerd and containerd write to it: `time="…" level=info msg=…`. */
const LOGFMT = /^(?:(?:time|ts)=(?:"[^"]{0,40}"|\S{1,40}) )?(?:level|lvl)=(\w{3,8})(?= |$)/;
const KLOG_NAMES: Record<string, number> = { I: 9, W: 13, E: 17, F: 21 };

/** The level a message begins with; `undefined` where no clear word stands there. */
export function levelOf(body: string): Level | undefined {
  // The first letters of the words, and a bracket (which is a brace with bit 5 set): most messages begin otherwise.
  const first = body.charCodeAt(0) | 0x20;
  if (!STARTS[first & 0x7f]) return undefined;
  let m = LEAD.exec(body);
  if (m) {
    const word = (m[1] ?? m[2] ?? m[3])!;
    // A word in small letters without a colon is only a word.
    if (m[3] !== undefined && word !== word.toUpperCase()) return undefined;
    return { number: severityFromText(word), text: word };
  }
  m = KLOG.exec(body);
  if (m) return { number: KLOG_NAMES[m[1]!]!, text: m[1]! };
  m = LOGFMT.exec(body);
  if (m) {
    const number = severityFromText(m[1]!);
    if (number > 0) return { number, text: m[1]! };
  }
  return undefined;
}

const leads = new ByteWords((text) => LEAD_WORD.test(text));
const LEAD_WORD = new RegExp(`^(?:${WORDS})$`, 'i');

/** False when `levelOf` finds nothing in a message of these bytes. */
export function mayBeLevel(b: Uint8Array, from: number, to: number): boolean {
  const first = b[from]!;
  if (!STARTS[(first | 0x20) & 0x7f]) return false;
  const word = first === 0x5b ? from + 1 : from;
  let p = word;
  for (let letter = b[p]! | 0x20; p < to && letter >= 0x61 && letter <= 0x7a; letter = b[++p]! | 0x20);
  if (p >= to) return true;
  const mark = b[p]!;
  // klog and logfmt.
  if (mark === 0x3d || (p === from + 1 && mark >= 0x30 && mark <= 0x39)) return true;
  return (mark === 0x3a || mark === 0x20 || mark === 0x5d) && p - word <= 11 && p > word && leads.get(b, word, p);
}

const STARTS: boolean[] = Array.from({ length: 128 }, (_, code) => 'tdinwescafpl{'.includes(String.fromCharCode(code)));

/** `last message repeated 5 times` (BSD), `message repeated 5 times: [ …]` (rsyslog): how often; 0 when it says no such thing. */
export function repeatedTimes(body: string): number {
  if (!body.includes('repeated ') || body.length > 4000) return 0;
  const m = /^(?:--- )?(?:last )?message repeated (\d{1,9}) times?/.exec(body);
  return m ? Number(m[1]) : 0;
}

/** Messages of Cisco devices: `%SYS-5-CONFIG_I: …`, `%ASA-6-302013: …`: facility, severity 0–7, mnemonic. */
export const CISCO = /^%([A-Z][A-Z0-9_]*(?:-[A-Z0-9_]+)*?)-([0-7])-([A-Z0-9_]+)(?=:)/;
/** Solaris syslogd(8): `[ID 540533 kern.notice] …`. */
export const SOLARIS = /^\[ID (\d{1,9}) (\w+)\.(\w+)\] /;
