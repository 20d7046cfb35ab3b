import { headLines } from '../contract-lines.ts';
import { civilNs, detectLines, lineLogFormat, secondsOfDay, type LineLogContext, type LineReader } from '../contract-line-log.ts';
import type { EventRecord, FieldValue } from '../contract.ts';
import { blankFields, dialectOf, readLine, yumTime, type Dialect } from './dialects.ts';
import { F, fields } from './fields.ts';

/** APT's history.log: a paragraph per run. term.log: what dpkg printed meanwhile. */
const START = /^(?:Start-Date: |Log started: )(\d{4})-(\d\d)-(\d\d) {1,2}(\d\d):(\d\d):(\d\d)\s*$/;
const END = /^(?:End-Date: |Log ended: )(\d{4})-(\d\d)-(\d\d) {1,2}(\d\d):(\d\d):(\d\d)\s*$/;
const MEMBER = /^(Commandline|Requested-By|Error|Install|Reinstall|Upgrade|Downgrade|Remove|Purge|Comment|Disappeared): (.*)$/s;
/** What zypp writes of the output of scripts. */
const ZYPP_OUTPUT = /^# /;

/** What package managers did: dpkg, APT, yum, dnf, pacman, zypper, update-alternatives. */
export const packageLog = lineLogFormat({
  id: 'package-log',
  title: 'Package manager log',
  extensions: ['log', 'txt'],
  magic: ['lines of dpkg.log, yum.log, dnf.log, pacman.log, zypp/history, alternatives.log', 'Start-Date: yyyy-mm-dd  hh:mm:ss (APT)'],
  specification: [
    { title: 'dpkg(1): --log', url: 'https://manpages.debian.org/unstable/dpkg/dpkg.1.en.html' },
    { title: 'apt: history.log, apt-pkg/deb/dpkgpm.cc', url: 'https://salsa.debian.org/apt-team/apt/-/blob/main/apt-pkg/deb/dpkgpm.cc' },
    { title: 'DNF: logging', url: 'https://dnf.readthedocs.io/en/latest/conf_ref.html' },
    { title: 'pacman.conf(5): LogFile', url: 'https://man.archlinux.org/man/pacman.conf.5' },
    { title: 'libzypp: history', url: 'https://doc.opensuse.org/documentation/leap/startup/html/book-startup/cha-sw-cl.html' },
  ],
  fields,
  detect: (head) => {
    const first = headLines(head, 8).find((line) => START.test(line));
    if (first !== undefined) return { confidence: 0.97, reason: first.startsWith('Start') ? 'paragraphs of APT’s history' : 'sessions of APT’s terminal log' };
    let sure = 0;
    const found = detectLines(head, {
      begins: (line) => {
        const dialect = dialectOf(line);
        if (dialect?.sure === true) sure++;
        return dialect !== undefined;
      },
      below: (line) => sure > 0 && !/^\d{4}-/.test(line), what: 'a package manager', sure: 1,
    });
    return sure > 0 ? found : undefined;
  },
  yearless: yumTime,
  reader: (context) => new PackageReader(context),
});

class PackageReader implements LineReader {
  private readonly context: LineLogContext;
  private readonly dialects = new Set<Dialect | 'apt'>();
  private values: FieldValue[] = [];
  private inRun = false;

  constructor(context: LineLogContext) {
    this.context = context;
  }

  get unbounded(): boolean {
    return this.inRun;
  }

  get summary(): Readonly<Record<string, unknown>> {
    return { managers: [...this.dialects].sort() };
  }

  line(text: string): boolean {
    if (text.startsWith('Start-Date: ') || text.startsWith('Log started: ')) {
      const m = START.exec(text);
      if (m) {
        this.run(m, text);
        return true;
      }
    }
    if (this.inRun) return false;
    const dialect = readLine(text, this.context);
    if (dialect === undefined) return false;
    this.dialects.add(dialect);
    return true;
  }

  below(text: string): 'joined' | 'head' {
    if (!this.inRun) return ZYPP_OUTPUT.test(text) && (this.dialects.size === 0 || this.dialects.has('zypp')) ? 'head' : 'joined';
    const end = END.exec(text);
    if (end) {
      const to = this.ns(end);
      const from = this.from;
      if (to !== undefined && from !== undefined && to >= from) this.values[F.duration] = to - from;
      return 'joined';
    }
    const m = MEMBER.exec(text);
    if (!m) return 'joined';
    const [, name, value] = m;
    if (name === 'Commandline') this.values[F.command] = value;
    else if (name === 'Requested-By') this.values[F.user] = value!.replace(/ \(\d+\)$/, '');
    else if (name === 'Error') this.error = value;
    else if (name !== 'Comment') {
      const action = name!.toLowerCase();
      this.values[F.action] = this.values[F.action] === undefined ? action : `${String(this.values[F.action])}, ${action}`;
      this.packages.push(...packagesOf(value!, action));
    }
    return 'joined';
  }

  finish(record: EventRecord): void {
    if (!this.inRun) return;
    this.inRun = false;
    record.fields = this.values;
    if (this.packages.length === 1) {
      const [only] = this.packages;
      this.values[F.name] = only!.name;
      this.values[F.version] = only!.version;
      this.values[F.before] = only!.before;
      this.values[F.architecture] = only!.architecture;
    }
    if (this.packages.length > 0) record.attributes = { packages: this.packages };
    if (this.error !== undefined) {
      record.severityNumber = 17;
      record.severityText = 'Error';
    }
  }

  private from: bigint | undefined;
  private error: string | undefined;
  private packages: Package[] = [];

  private run(m: RegExpExecArray, text: string): void {
    const record = this.context.begin();
    this.dialects.add('apt');
    this.inRun = true;
    this.values = blankFields();
    this.packages = [];
    this.error = undefined;
    record.timeText = text.slice(text.indexOf(': ') + 2).trimEnd();
    this.from = this.ns(m);
    record.timeNs = this.from;
    if (this.from === undefined) this.context.report('unreadable-time', `"${record.timeText}" is not a time; the record has none.`);
    record.body = text;
  }

  private ns(m: RegExpExecArray): bigint | undefined {
    return civilNs(this.context.clock, Number(m[1]), Number(m[2]), Number(m[3]), secondsOfDay(m[4]!, m[5]!, m[6]));
  }
}

interface Package {
  readonly name: string;
  readonly action: string;
  readonly version?: string;
  readonly before?: string;
  readonly architecture?: string;
}

/** `curl:amd64 (7.88.1-10, automatic), tar:amd64 (1.34-1, 1.34-2)`: the version, or the one before and the new one. */
function packagesOf(text: string, action: string): Package[] {
  const found: Package[] = [];
  for (const [, name, architecture, versions] of text.matchAll(/([^\s,:()]{1,200})(?::([\w-]{1,20}))? \(([^()]{0,300})\)/g)) {
    const parts = versions!.split(', ').filter((part) => part !== 'automatic' && part !== '');
    const [one, two] = parts;
    found.push({ name: name!, action, ...(architecture === undefined ? {} : { architecture }), ...(two === undefined ? (one === undefined ? {} : { version: one }) : { version: two, before: one! }) });
    if (found.length === 5000) break;
  }
  return found;
}
