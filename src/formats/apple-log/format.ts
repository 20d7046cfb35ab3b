import { detectLines, lineLogFormat, type LineLogContext, type LineReader } from '../contract-line-log.ts';
import { appleYearless, dialectOf, readLine, SHOW_HEAD, type AppleDialect } from './dialects.ts';

/** Text logs of macOS and iOS that are none of syslog's, and what `log show` prints. */
export const appleLog = lineLogFormat({
  id: 'apple-log',
  title: 'macOS and iOS log',
  extensions: ['log', 'txt'],
  magic: ['lines of `log show`', 'lines of wifi.log, security.log, launchd.log, install.log; of lockdownd and installation logs of iOS'],
  specification: [
    { title: 'Apple: log(1)', url: 'https://keith.github.io/xcode-man-pages/log.1.html' },
    { title: 'Apple: os_log types', url: 'https://developer.apple.com/documentation/os/oslogtype' },
    { title: 'plaso: macOS and iOS text logs', url: 'https://plaso.readthedocs.io/en/latest/sources/user/Parsers-and-plugins.html' },
  ],
  growsByLine: true,
  fields: [
    { name: 'process.pid', type: 'integer', description: 'Process that wrote the record.' },
    { name: 'thread.id', type: 'integer', description: 'Thread that wrote it.' },
    { name: 'apple.subsystem', type: 'string', description: 'Subsystem of the unified log.', facet: true },
    { name: 'apple.category', type: 'string', description: 'Category in the subsystem; facility of securityd.', facet: true },
    { name: 'apple.library', type: 'string', description: 'Library that the message came from.', facet: true },
    { name: 'apple.activity', type: 'string', description: 'Activity it belongs to.' },
    { name: 'code.function.name', type: 'string', description: 'Function or interface that it names.' },
  ],
  detect: (head) => {
    let sure = 0;
    const found = detectLines(head, {
      begins: (line) => {
        const dialect = dialectOf(line);
        if (dialect?.sure === true) sure++;
        return dialect !== undefined;
      },
      below: (line) => SHOW_HEAD.test(line) || (sure > 0 && (line.charCodeAt(0) === 9 || line.charCodeAt(0) === 32 || !/^\d{4}-|^[A-Z][a-z]{2} /.test(line))), what: 'a log of macOS or iOS', sure: 0.98,
    });
    return found && sure > 0 ? found : undefined;
  },
  yearless: appleYearless,
  reader: (context) => new AppleReader(context),
});

class AppleReader implements LineReader {
  private readonly context: LineLogContext;
  private readonly dialects = new Set<AppleDialect>();

  constructor(context: LineLogContext) {
    this.context = context;
  }

  get summary(): Readonly<Record<string, unknown>> {
    return { layouts: [...this.dialects].sort() };
  }

  line(text: string): boolean {
    const dialect = readLine(text, this.context);
    if (dialect === undefined) return false;
    this.dialects.add(dialect);
    return true;
  }

  below(text: string): 'joined' | 'head' {
    return SHOW_HEAD.test(text) ? 'head' : 'joined';
  }
}
