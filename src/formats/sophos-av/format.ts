import { civilNs, detectLines, lineLogFormat, secondsOfDay, type LineLogContext } from '../contract-line-log.ts';

/** Local date, a blank, time of day, one blank or a tab, text. */
const HEAD = /^(\d{4})(\d\d)(\d\d) (\d\d)(\d\d)(\d\d)[ \t](?=\S)/;
/** What only the scanner says: lines without any of it are somebody else's. */
const SAYS = /virus\/spyware|Sophos|\bdetection engine\b|data detection|\bSAV\b|scan (?:computer|started|completed)|\bscan "|on-access|On-access|\bquarantine\b|adware or PUA|suspicious (?:behavior|file)|belongs to|Items? (?:scanned|detected|errors)/;
const FILE = /^(?:The )?[Ff]ile(?: type)? "([^"]{1,1024})"/;
const THREAT = /virus\/spyware '([^']{1,256})'/;

/** SAV.txt of Sophos Anti-Virus, in UTF-16. */
export const sophosAv = lineLogFormat({
  id: 'sophos-av',
  title: 'Sophos Anti-Virus log',
  extensions: ['txt'],
  magic: ['lines of: yyyymmdd hhmmss text of the scanner'],
  specification: [
    { title: 'Sophos: Anti-Virus for Windows, log files', url: 'https://support.sophos.com/support/s/article/KB-000033745' },
    { title: 'plaso: Sophos anti-virus log', url: 'https://plaso.readthedocs.io/en/latest/_modules/plaso/parsers/text_plugins/sophos_av.html' },
  ],
  growsByLine: true,
  fields: [
    { name: 'threat.name', type: 'string', description: 'What was found.', facet: true },
    { name: 'file.path', type: 'string', description: 'Where it was found.' },
  ],
  detect: (head) => {
    let says = 0;
    const found = detectLines(head, {
      begins: (line) => {
        if (!HEAD.test(line)) return false;
        if (SAYS.test(line)) says++;
        return true;
      },
      below: (line) => /^\s/.test(line), what: 'a log of Sophos Anti-Virus',
    });
    return says === 0 ? undefined : found;
  },
  reader: (context) => ({ line: (text) => read(text, context) }),
});

function read(text: string, context: LineLogContext): boolean {
  const m = HEAD.exec(text);
  if (!m) return false;
  const record = context.begin();
  record.timeText = text.slice(0, 15);
  record.timeNs = civilNs(context.clock, Number(m[1]), Number(m[2]), Number(m[3]), secondsOfDay(m[4]!, m[5]!, m[6]));
  if (record.timeNs === undefined) context.report('unreadable-time', `"${record.timeText}" is not a time; the record has none.`);
  record.body = text.slice(16);
  const threat = THREAT.exec(record.body)?.[1];
  record.fields = [threat, FILE.exec(record.body)?.[1]];
  if (threat !== undefined) {
    record.severityNumber = 13;
    record.severityText = 'detected';
  }
  return true;
}
