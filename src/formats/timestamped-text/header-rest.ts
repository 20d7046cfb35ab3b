import { severityFromText } from '../../model/severity.ts';
import { COLOUR } from './colour.ts';
import type { Header } from './layout.ts';

/**
 * What stands between the time and the message, where a library's layout is clear. Each pattern is that of a default
 * or documented layout and is tried where the time ends; what none of them knows stays in the message.
 */
export interface Rest {
  level: string | undefined;
  thread: string | undefined;
  threadId: number | undefined;
  logger: string | undefined;
  pid: number | undefined;
  file: string | undefined;
  line: number | undefined;
  service: string | undefined;
  /** Where the message begins. */
  end: number;
}

export type Role = 'level' | 'thread' | 'threadId' | 'logger' | 'pid' | 'file' | 'line' | 'service' | 'place' | 'context';

/** Words of levels, as they stand in capitals. */
export const WORDS = [
  'TRACE', 'DEBUG', 'INFO', 'NOTICE', 'WARNING', 'WARN', 'ERROR', 'SEVERE', 'CRITICAL', 'FATAL', 'PANIC', 'ALERT', 'EMERGENCY', 'EMERG', 'CRIT',
  'ERR', 'FINEST', 'FINER', 'FINE', 'CONFIG', 'VERBOSE', 'INF', 'WRN', 'DBG', 'FTL', 'VRB', 'DPANIC', 'INFORMATION',
];
/** A level in capitals, with whatever blanks pad it; and one in any case, for places where nothing but a level stands. */
const U = `(${WORDS.join('|')})(?![A-Za-z])`;
const A = `(${[...WORDS, ...WORDS.map((w) => w.toLowerCase()), ...WORDS.map((w) => w[0]! + w.slice(1).toLowerCase())].join('|')})(?![A-Za-z])`;
/** A logger: a qualified name, as Java, Python, Ruby, Go and C# write them. */
const N = String.raw`([A-Za-z_$](?:[\w$.:/@\\-]*[\w$])?)`;
const QUALIFIED = String.raw`([A-Za-z_$][\w$-]*(?:(?:\.|::|\$|\/)[\w$-]+)+)`;

export const LAYOUTS: ReadonlyArray<{ readonly roles: readonly Role[]; readonly pattern: RegExp; readonly forms?: readonly string[] }> = [
  // glog, klog: I1014 10:34:11.123456 1234 file.cc:42] message
  { forms: ['glog', 'glog-year'], roles: ['threadId', 'file', 'line'], pattern: / +(\d+) ([^\s:\]]+):(\d+)\] ?/y },
  // klog behind the time of `kubectl logs --timestamps`
  { roles: ['level', 'threadId', 'file', 'line'], pattern: / ([IWEF])\d{4} \d\d:\d\d:\d\d\.\d+ +(\d+) ([^\s:\]]+):(\d+)\] ?/y },
  // MongoDB 3.0 to 4.2: time S COMPONENT [context] message; before that, time [context] message
  { roles: ['level', 'logger', 'thread'], pattern: / ([FEWI]|D\d?) +([A-Z]+|-) +\[([^\]\s]+)\] /y },
  // Spring Boot: time  INFO 1234 --- [app] [thread] logger : message
  { roles: ['level', 'pid', 'thread', 'logger'], pattern: new RegExp(String.raw` +${U} +(\d+) --- (?:\[[^\]]*\] )?\[ *([^\]]*?) *\] (\S+) *: ?`, 'y') },
  // logback, log4j2: time [thread] LEVEL logger - message
  { roles: ['thread', 'level', 'logger'], pattern: new RegExp(String.raw`\]?,? ?(?:- )?\[ *([^\]]{1,120}?) *\] +${U} +(?:${N} *(?: -|:) )?`, 'y') },
  // Tomcat's OneLineFormatter: time LEVEL [thread] class.method message
  { forms: ['day-month-year'], roles: ['level', 'thread', 'logger'], pattern: new RegExp(String.raw` ${U} \[([^\]]*)\] ${QUALIFIED} `, 'y') },
  // log4j: time - LEVEL  [thread:Class@line] - message; time LEVEL [thread] logger : message
  { roles: ['level', 'context', 'logger'], pattern: new RegExp(String.raw`\]? +(?:- )?${U} +\[ *([^\s\]](?:[^\]]|\](?=\S))*?) *\](?: - |: | +${N} *(?: -|:) | |$)`, 'y') },
  // Python: time - name - LEVEL - message
  { roles: ['logger', 'level'], pattern: new RegExp(String.raw` - ${N} - ${U} - `, 'y') },
  // Hadoop, Spark: time [thread] LEVEL logger: message
  { forms: ['log4j-short', 'six-digits'], roles: ['threadId', 'level', 'logger'], pattern: new RegExp(String.raw`(?: (\d+))? ${U} ([\w.$]+): `, 'y') },
  // OpenStack (oslo.log): time pid LEVEL name [request] message
  { roles: ['pid', 'level', 'logger'], pattern: new RegExp(String.raw` (\d+) ${U} ${N}:? `, 'y') },
  { roles: ['pid', 'level', 'logger'], pattern: new RegExp(String.raw`:? *\[?(\d+)\]? ?:?${U}:${N}:`, 'y') },
  // loguru: time | LEVEL    | module:function:line - message
  { roles: ['level', 'place'], pattern: new RegExp(String.raw` \| ${U} *\| (\S+) - `, 'y') },
  { roles: ['level'], pattern: new RegExp(String.raw` ?\| *${A} *\| *`, 'y') },
  // Ruby: I, [time #1234]  INFO -- program: message
  { roles: ['pid', 'level', 'service'], pattern: new RegExp(String.raw` #(\d+)\] +${A} -- ([^:]*): `, 'y') },
  // Monolog, Laravel: [time] channel.LEVEL: message
  { roles: ['logger', 'level'], pattern: new RegExp(String.raw`\] ([\w-]+)\.${U}: `, 'y') },
  // zap's console encoder: time TAB level TAB logger TAB file:line TAB message
  { roles: ['level', 'logger', 'file', 'line'], pattern: new RegExp(String.raw`\t${A}\t(?:([\w.-]+)\t(?=[^\t]+:\d+\t))?(?:([^\t:]+\.go):(\d+)\t)?`, 'y') },
  { roles: ['level'], pattern: new RegExp(String.raw`\t${A}\t`, 'y') },
  // VMware and what syslog relays: time level program[pid] message
  { roles: ['level', 'service', 'pid'], pattern: new RegExp(String.raw` ${A} ([\w./-]+) *\[(\d+)\]:? ?`, 'y') },
  // MySQL: time thread [Level] [MY-code] [subsystem] message
  { roles: ['threadId', 'level'], pattern: /(?: (\d+))? \[(ERROR|Warning|System|Note)\] /y },
  // Windows servicing: time, Level   component   message
  { roles: ['level', 'logger'], pattern: new RegExp(String.raw`, ${A} +(\w+) {2,}`, 'y') },
  // log4j %p %c: and %t %p %c:
  { roles: ['threadId', 'level', 'logger'], pattern: new RegExp(String.raw`(?: (\d+))? ${U} +${QUALIFIED}(?::| -) `, 'y') },
  // A level in a colour of its own: tracing of Rust, logrus, pino-pretty and other loggers that write for terminals.
  { roles: ['level'], pattern: new RegExp(String.raw`(?:${COLOUR})*[\]:,]? *(?:${COLOUR})+ *[[(]?${A}[\])]?:? *(?:${COLOUR})+:? *`, 'y') },
  // Level in brackets, in any case: Serilog [INF], Go, nginx; also with the time in the same brackets.
  { roles: ['level'], pattern: new RegExp(String.raw`\]?:? *[[(<] *${A} *[\])>]:? *`, 'y') },
  { roles: ['level'], pattern: new RegExp(String.raw` +${A} *\] *`, 'y') },
  // A level in capitals where a level stands.
  { roles: ['level'], pattern: new RegExp(String.raw`[\]:,]? *(?:[-:|] ?)?${U}(?=[\s:|,\])-]|$) *(?:[:|]|-(?= ))? *`, 'y') },
  { roles: ['level'], pattern: new RegExp(String.raw`\]? +(?!panic)${A}: `, 'y') },
];

export const NOTHING = /[\])]?[:,]?(?: +- (?=\S)| +\| |\s)?\s*/y;
const PREFIX_LEVEL = new RegExp(String.raw`(?:(?<![A-Za-z.])|(?<=${COLOUR}))${A}`);
const GLOG: Record<string, string> = { I: 'INFO', W: 'WARNING', E: 'ERROR', F: 'FATAL', D: 'DEBUG', C: 'CRITICAL' };
/** A capital word that stands alone near the beginning. */
const LOOSE = new RegExp(String.raw`(?:^|[\s[(|<:])${U}(?=[\s\])|>:]|$)`);

/** Which of `LAYOUTS` fits a line; -1 when none does. Earlier ones are more exact. */
export function restLayoutOf(text: string, header: Header): number {
  return LAYOUTS.findIndex(({ pattern, forms }) => {
    if (forms && !forms.includes(header.form.id)) return false;
    pattern.lastIndex = header.end;
    return pattern.test(text);
  });
}

/** Reads what follows the time of a header. The result is reused. */
export class RestReader {
  readonly order: readonly number[];
  private readonly rest: Rest = {
    level: undefined, thread: undefined, threadId: undefined, logger: undefined, pid: undefined, file: undefined, line: undefined, service: undefined, end: 0,
  };

  /** `seen`: the layouts of the head; the others are tried only where none of these fits. */
  constructor(seen: ReadonlySet<number>) {
    const all = LAYOUTS.map((_, i) => i);
    this.order = [...all.filter((i) => seen.has(i)), ...all.filter((i) => !seen.has(i))];
  }

  read(text: string, header: Header): Rest {
    const rest = this.rest;
    rest.level = rest.thread = rest.threadId = rest.logger = rest.pid = rest.file = rest.line = rest.service = undefined;
    if (header.prefix !== '') this.readPrefix(header, text);
    for (const index of this.order) if (this.tryLayout(index, text, header)) return rest;
    this.readNothing(text, header);
    return rest;
  }

  private tryLayout(index: number, text: string, header: Header): boolean {
    const { pattern, roles, forms } = LAYOUTS[index]!;
    if (forms && !forms.includes(header.form.id)) return false;
    pattern.lastIndex = header.end;
    const m = pattern.exec(text);
    if (!m) return false;
    const rest = this.rest;
    rest.end = pattern.lastIndex;
    for (let i = 0; i < roles.length; i++) {
      const value = m[i + 1];
      if (value === undefined || value === '') continue;
      const role = roles[i]!;
      if (role === 'place' || role === 'context') readPlace(value, role, rest);
      else if (role === 'pid' || role === 'threadId' || role === 'line') {
        if (value.length < 16) rest[role] = Number(value);
      } else rest[role] = value;
    }
    return true;
  }

  private readPrefix(header: Header, text: string): void {
    const rest = this.rest;
    if (header.form.prefix !== undefined) {
      rest.level = GLOG[text[0]!];
      return;
    }
    rest.level = PREFIX_LEVEL.exec(header.prefix)?.[1];
    const pid = /^[[(]?(\d{1,9})(?=[\]): ])/.exec(header.prefix);
    if (pid) rest.pid = Number(pid[1]);
  }

  private readNothing(text: string, header: Header): void {
    const rest = this.rest;
    NOTHING.lastIndex = header.end;
    NOTHING.exec(text);
    rest.end = NOTHING.lastIndex;
    rest.level ??= LOOSE.exec(text.slice(header.end, header.end + 160))?.[1];
  }
}

/** `thread:Class@line` (ZooKeeper), `module:function:line` (loguru), `module:line`, or a thread. */
function readPlace(value: string, role: 'place' | 'context', rest: Rest): void {
  const m = /^(?:(.*):)?([\w.$]+)@(\d{1,9})$/.exec(value);
  if (m) {
    rest.thread = m[1];
    rest.logger = m[2];
    rest.line = Number(m[3]);
    return;
  }
  const place = /^([\w.$/-]+(?::[\w.$<>-]+)?):(\d{1,9})$/.exec(value);
  if (place) {
    rest.logger = place[1];
    rest.line = Number(place[2]);
  } else if (role === 'place') rest.logger = value;
  else rest.thread = value;
}

/** Severity number of a level as these layouts write it; 0 when it is none. */
export function severityOfLevel(level: string | undefined): number {
  if (level === undefined) return 0;
  return SHORT[level] ?? severityFromText(/^D\d$/.test(level) ? 'D' : level);
}

/** Serilog's three letters; MySQL's words. */
const SHORT: Record<string, number> = { VRB: 1, INF: 9, FTL: 21, inf: 9, ftl: 21, vrb: 1, Note: 9, System: 9 };
