import { stripAnsi, truncate, visibleText } from '../base/text.ts';

/** Longest title, in UTF-16 units: a line of a timeline. */
const MOST = 90;

/** What lines of logs begin with before they say something: times, levels, threads, syslog's priority. */
const BEGINNINGS: readonly RegExp[] = [
  /^<\d{1,3}>(?:\d\s)?/,
  /^\[?\d{4}[-/.]\d\d[-/.]\d\d[T ]\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?\s?(?:Z|[+-]\d\d:?\d\d|UTC|GMT)?\]?/,
  /^[A-Z][a-z]{2}\s{1,2}\d{1,2}\s\d\d:\d\d:\d\d(?:\.\d{1,9})?/,
  /^\[?\d\d:\d\d:\d\d(?:[.,]\d{1,9})?\]?/,
  /^(?:TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|ERR|FATAL|CRITICAL|SEVERE)\b:?/,
  /^(?:level|lvl|severity)=\S{1,12}/i,
  /^[[(](?:trace|debug|info|notice|warn|warning|error|err|fatal|critical|severe)[\])]/i,
  /^\[[^\]]{0,60}\]/,
  /^(?:---|--|-|\||:)\s/,
];

/**
 * A short title of a record for a timeline: what it says, without the time, level and thread that lines begin with (the
 * entry has them), and for a web request what was asked and answered.
 */
export function recordTitle(body: string, attributes: Readonly<Record<string, unknown>> = {}): string {
  const request = requestTitle(attributes);
  if (request !== undefined) return cut(request);
  const line = stripAnsi(body).split('\n').map((l) => l.trim()).find((l) => l !== '') ?? '';
  let rest = line;
  for (let before = ''; before !== rest; ) {
    before = rest;
    for (const beginning of BEGINNINGS) rest = rest.replace(beginning, '').trimStart();
  }
  const said = (rest.length >= 3 ? rest : line).replace(/\s+/g, ' ');
  return said === '' ? 'Record' : cut(said);
}

function requestTitle(attributes: Readonly<Record<string, unknown>>): string | undefined {
  const method = attributes['http.request.method'];
  const path = attributes['url.path'] ?? attributes['url.original'];
  const status = attributes['http.response.status_code'];
  if (typeof method !== 'string' || typeof path !== 'string') return undefined;
  return `${method} ${path}${typeof status === 'number' || typeof status === 'string' ? ` answered ${status}` : ''}`;
}

/** Cut between words where one ends near. */
function cut(text: string): string {
  const shown = visibleText(text);
  if (shown.length <= MOST) return shown;
  const space = shown.lastIndexOf(' ', MOST - 1);
  return space > MOST / 2 ? `${shown.slice(0, space)}…` : truncate(shown, MOST);
}
