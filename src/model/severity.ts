/**
 * Severity numbers of the OpenTelemetry log data model (1–24; 0 = unspecified).
 * https://opentelemetry.io/docs/specs/otel/logs/data-model/#field-severitynumber
 */
export const SEVERITY_CLASSES = ['unset', 'trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const;
export type SeverityClass = (typeof SEVERITY_CLASSES)[number];

/** Index into `SEVERITY_CLASSES` of a severity number: 0 unset, 1 trace (1–4) … 6 fatal (21–24). */
export function severityIndex(severityNumber: number): number {
  if (severityNumber < 1 || severityNumber > 24) return 0;
  return Math.floor((severityNumber - 1) / 4) + 1;
}

export function severityClass(severityNumber: number): SeverityClass {
  return SEVERITY_CLASSES[severityIndex(severityNumber)]!;
}

/** The first severity number of each class: `warn` → 13. */
export const SEVERITY_NUMBER: Record<SeverityClass, number> = {
  unset: 0, trace: 1, debug: 5, info: 9, warn: 13, error: 17, fatal: 21,
};

const WORDS: Record<string, number> = {
  trace: 1, verbose: 1, finest: 1, silly: 1, finer: 2, all: 1,
  debug: 5, dbg: 5, fine: 5, config: 8,
  info: 9, information: 9, informational: 9, log: 9, http: 9, notice: 10,
  warn: 13, warning: 13, wrn: 13,
  error: 17, err: 17, severe: 17, eror: 17, critical: 18, crit: 18, alert: 19,
  fatal: 21, panic: 21, dpanic: 21, emerg: 22, emergency: 22,
};

/** Severity number of a level word in any case ("WARN", "notice", "E"); 0 when it is not one. */
export function severityFromText(text: string): number {
  const word = text.trim().toLowerCase();
  if (word.length === 1) return { t: 1, v: 1, d: 5, i: 9, w: 13, e: 17, f: 21, c: 18 }[word] ?? 0;
  return Object.hasOwn(WORDS, word) ? WORDS[word]! : 0;
}
