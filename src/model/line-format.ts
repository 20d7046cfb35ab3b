import { z } from 'zod';

/**
 * A text format told in data: what its lines look like, what stands where, and lines that prove it. Built-in formats
 * and those that people add have this one shape. src/formats/line-formats/README.md says how to write one.
 */

/** Levels that a definition may name; the words of `severityFromText`. */
export const LINE_LEVELS = ['trace', 'debug', 'info', 'notice', 'warn', 'error', 'critical', 'alert', 'fatal', 'emergency', 'unset'] as const;
export type LineLevel = (typeof LINE_LEVELS)[number];

const FIELD_TYPES = ['string', 'integer', 'double', 'boolean'] as const;

/** Groups of a pattern that mean something by themselves; every other group is a field. */
export const LINE_ROLES = ['time', 'clock', 'level', 'service', 'host', 'trace_id', 'span_id', 'body', 'pairs', 'json'] as const;
export type LineRole = (typeof LINE_ROLES)[number];

const LineField = z.object({
  /** OpenTelemetry semantic-convention name where one exists ("http.response.status_code"). */
  name: z.string().regex(/^[A-Za-z][\w.-]{0,79}$/),
  type: z.enum(FIELD_TYPES),
  description: z.string().min(1).max(300),
  /** Few values that people choose from. */
  facet: z.boolean().optional(),
  /** The group that has it; without this, the name with `_` for every character that no group name may have. */
  capture: z.string().optional(),
  /** Numbers are multiplied by it: 0.001 makes seconds of milliseconds. */
  scale: z.number().optional(),
});

const LinePattern = z.union([
  z.string().min(1).max(4000),
  z.object({
    pattern: z.string().min(1).max(4000),
    /** The level of these lines, where they name none. */
    level: z.enum(LINE_LEVELS).optional(),
  }),
]);

const LineSample = z.object({
  /** One record; a line feed in it begins a line that belongs to it. */
  line: z.string().min(1).max(20_000),
  /** RFC 3339, UTC. Without it the record has no time. */
  time: z.string().optional(),
  level: z.enum(LINE_LEVELS).optional(),
  body: z.string().optional(),
  fields: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
});

export const LineFormatDefinition = z.object({
  /** Stable, kebab-case: in JSON output, in SQL and in cases. */
  id: z.string().regex(/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/).max(48),
  title: z.string().min(1).max(80),
  specification: z.array(z.object({ title: z.string().min(1), url: z.url() })).default([]),
  extensions: z.array(z.string()).default([]),
  fields: z.array(LineField).max(60).default([]),
  /** Patterns of whole lines, in the order they are tried. Those without a `time` group know lines that have none. */
  lines: z.array(LinePattern).min(1).max(20),
  time: z.object({
    /** Forms as strptime has them (contract-line-time.ts). Without them: ISO 8601, RFC 5322, the common log format, asctime, numbers since 1970. */
    forms: z.array(z.string().min(1).max(100)).min(1).max(8).optional(),
    /** Zone of times that name none, where the format says which; else that of the artifact. */
    zone: z.string().optional(),
  }).optional(),
  level: z.object({
    /** The group that has it, where that is a field as well (a status); else `level`. */
    capture: z.string().optional(),
    /** Of the `level` group, as it stands. What is not listed is read as a level word. */
    values: z.record(z.string(), z.enum(LINE_LEVELS)).optional(),
    /** The group is a status of HTTP: 5xx an error, 4xx a warning, anything else info. */
    httpStatus: z.boolean().optional(),
    /** The group is a syslog severity, 0 to 7. */
    syslog: z.boolean().optional(),
    /** Where no group matched, or its text is no level. */
    otherwise: z.enum(LINE_LEVELS).optional(),
  }).optional(),
  /** Values that stand for none: `-`. */
  missing: z.array(z.string()).default([]),
  /** A line that no pattern matches: of the record above it (`belongs`), or text of its own. */
  continuation: z.enum(['belongs', 'own']).default('own'),
  /** When every line matches. The more exact of two formats that match the same lines says more. */
  confidence: z.number().min(0.56).max(0.98).default(0.93),
  /** Ids of more general formats that these lines are of as well: this one goes before them. */
  narrows: z.array(z.string()).default([]),
  samples: z.array(LineSample).min(1).max(100),
});

/** As it is used. */
export type LineFormatDefinition = z.infer<typeof LineFormatDefinition>;
/** As it is written: what has a default may be left out. */
export type LineFormatSource = z.input<typeof LineFormatDefinition>;
export type LineFormatField = z.infer<typeof LineField>;

/** The group that holds a field. */
export function captureOf(field: { readonly name: string; readonly capture?: string | undefined }): string {
  return field.capture ?? field.name.replaceAll(/\W/g, '_');
}
