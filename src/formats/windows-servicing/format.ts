import { severityFromText } from '../../model/severity.ts';
import { civilNs, detectLines, lineLogFormat, secondsOfDay, type LineLogContext } from '../contract-line-log.ts';

/*
 * CBS.log, DISM.log, setupact.log, setuperr.log, Panther and MoSetup logs of Windows: time, level padded to 22 places,
 * component (CBS, CSI, DISM, DPX, SP, MIG, PnPIBS …), text: `2026-10-14 10:34:11, Info                  CBS    text`.
 */
const LINE = /^(\d{4})-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d), (Info|Warning|Error|Perf|FatalError|Fatal)\b {2,24}(?:\[?(0x[\da-fA-F]{6})\]? {0,2})?(?:([A-Z][A-Za-z]{1,15}) {2,10}|(SP|MIG|DISM|CBS|CSI|IBS|UI) )?(.*)$/s;
const RESULT = /\[HRESULT = (0x[\da-fA-F]{8})/;
const PROCESS = /PID=(\d{1,10}) TID=(\d{1,10})/;

/** Servicing and setup logs of Windows. */
export const windowsServicing = lineLogFormat({
  id: 'windows-servicing',
  title: 'Windows servicing and setup log',
  extensions: ['log'],
  magic: ['lines of: yyyy-mm-dd hh:mm:ss, Info                  component    text'],
  specification: [
    { title: 'Microsoft: analyze the log file entries of CBS', url: 'https://learn.microsoft.com/en-us/troubleshoot/windows-server/installing-updates-features-roles/analyze-sfc-program-log-file-entries' },
    { title: 'Microsoft: Windows Setup log files', url: 'https://learn.microsoft.com/en-us/windows/deployment/upgrade/log-files' },
  ],
  growsByLine: true,
  fields: [
    { name: 'logger.name', type: 'string', description: 'Component that wrote the record.', facet: true },
    { name: 'windows.hresult', type: 'string', description: 'HRESULT that it names.', facet: true },
    { name: 'process.pid', type: 'integer', description: 'Process, where DISM names it.' },
    { name: 'thread.id', type: 'integer', description: 'Thread, where DISM names it.' },
  ],
  detect: (head) => {
    let begins = 0;
    return detectLines(head, {
      begins: (line) => {
        const found = LINE.test(line);
        if (found) begins++;
        return found;
      },
      below: () => begins > 0, what: 'a servicing or setup log of Windows',
    });
  },
  reader: (context) => ({ line: (text) => read(text, context) }),
});

function read(text: string, context: LineLogContext): boolean {
  const m = LINE.exec(text);
  if (!m) return false;
  const record = context.begin();
  record.timeText = text.slice(0, 19);
  record.timeNs = civilNs(context.clock, Number(m[1]), Number(m[2]), Number(m[3]), secondsOfDay(m[4]!, m[5]!, m[6]));
  if (record.timeNs === undefined) context.report('unreadable-time', `"${record.timeText}" is not a time; the record has none.`);
  record.severityText = m[7];
  record.severityNumber = m[7] === 'FatalError' ? 21 : m[7] === 'Perf' ? 9 : severityFromText(m[7]!);
  const process = PROCESS.exec(m[11]!);
  record.fields = [m[9] ?? m[10], RESULT.exec(m[11]!)?.[1], process ? Number(process[1]) : undefined, process ? Number(process[2]) : undefined];
  if (m[8] !== undefined) record.attributes = { 'windows.code': m[8] };
  record.body = m[11]!.trimStart();
  return true;
}
