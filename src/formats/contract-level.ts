import { SEVERITY_NUMBER, severityFromText } from '../model/severity.ts';

/** syslog severities 0–7 (RFC 5424 §6.2.1) in the mapping of the OpenTelemetry log data model, appendix B. */
const SYSLOG = [22, 19, 18, 17, 13, 10, 9, 5];

/** Severity number of a syslog severity (0 emergency … 7 debug); 0 when it is none. */
export function severityOfSyslog(severity: number): number {
  return SYSLOG[severity] ?? 0;
}

/**
 * Severity number of a level as libraries write it; 0 when it is not one.
 * Words in any case, with digits (DEBUG5) or an offset (slog: `INFO+2`) behind them.
 * Numbers: pino and bunyan 10 trace, 20 debug, 30 info, 40 warn, 50 error, 60 fatal (levels between belong to the one
 * below); Python's `levelno` is one step lower (10 debug … 50 critical); 0–7 are syslog severities; under a key
 * `severityNumber` 1–24 are OpenTelemetry's own.
 */
export function severityOf(value: unknown, name: string): number {
  if (typeof value === 'string') {
    const known = words.get(value);
    if (known !== undefined && name !== 'severitynumber') return known;
    const text = value.trim();
    if (/^\d{1,3}$/.test(text)) return severityOf(Number(text), name);
    const number = severityOfWord(text, name);
    if (words.size < 1000 && name !== 's') words.set(value, number);
    return number;
  }
  if (typeof value !== 'number' || !Number.isFinite(value)) return 0;
  if (name === 'severitynumber') return Number.isInteger(value) && value >= 1 && value <= 24 ? value : 0;
  if (name === 's') return 0;
  if (name === 'levelno') return value < 10 ? 0 : value < 20 ? 5 : value < 30 ? 9 : value < 40 ? 13 : value < 50 ? 17 : 21;
  if (value >= 10 && value < 100) {
    return value < 20 ? SEVERITY_NUMBER.trace : value < 30 ? SEVERITY_NUMBER.debug : value < 40 ? SEVERITY_NUMBER.info
      : value < 50 ? SEVERITY_NUMBER.warn : value < 60 ? SEVERITY_NUMBER.error : SEVERITY_NUMBER.fatal;
  }
  return severityOfSyslog(value);
}

/** Words of alerting that are no levels: a page wakes somebody; P1 … P5 and SEV-1 … SEV-5 as paging services count. */
export function severityOfPaging(text: string): number {
  const word = text.trim().toLowerCase();
  const number = /^(?:p|sev-?|s)([0-5])$/.exec(word)?.[1];
  if (number !== undefined) return { 0: 21, 1: 21, 2: 17, 3: 13, 4: 9, 5: 9 }[number]!;
  if (word === 'page') return 18;
  if (word === 'major' || word === 'high') return 17;
  if (word === 'minor' || word === 'medium' || word === 'moderate' || word === 'ticket') return 13;
  if (word === 'low') return 9;
  return /^\d+$/.test(word) ? 0 : severityOf(text, 'severity');
}

const words = new Map<string, number>();

function severityOfWord(text: string, name: string): number {
  // MongoDB's `s`: F E W I D1–D5. Elsewhere a lone `s` means anything.
  if (name === 's') return /^(?:[FEWI]|D[1-5]?)$/.test(text) ? severityFromText(text[0]!) : 0;
  const direct = severityFromText(text);
  if (direct !== 0) return direct;
  const m = /^([A-Za-z]+)(?:\d+|[+-]\d+)?$/.exec(text);
  if (m) return severityFromText(m[1]!);
  // "[INFO]", "level=info", ANSI colours of development loggers.
  // oxlint-disable-next-line no-control-regex
  const plain = text.replace(/\u001b\[[0-9;]*m/g, '').replace(/^\W+|\W+$/g, '');
  return plain === text ? 0 : severityFromText(plain);
}
