import { z } from 'zod';
import { EventRow } from '../../model/event.ts';
import { Filter } from '../../model/filter.ts';
import { PARAMETER_TYPES } from '../../model/message-template.ts';
import { Count, Nanoseconds, Zone } from '../../model/primitives.ts';
import { defineMethod } from '../define.ts';

/*
 * Templates of the messages that records say ("Connection to <*> lost after <*>"), and what changed between two windows.
 * Not to be confused with `templates.ts`, which is about templates of postmortems.
 */

const QUERY_ERRORS = ['query/invalid', 'query/too-slow'];

export const ParameterType = z.enum(PARAMETER_TYPES);
export type ParameterType = z.infer<typeof ParameterType>;

/** Half-open: from ≤ time < to. */
export const Window = z.object({ fromNs: Nanoseconds, toNs: Nanoseconds });
export type Window = z.infer<typeof Window>;

export const MessageTemplate = z.object({
  /** 16 hex digits of the hash of the pattern: the same pattern has the same id in every case. Filters name it (`template:…`). */
  id: z.string(),
  /** The constant words as they stand, `<*>` for what varies. */
  pattern: z.string(),
  /** What each `<*>` of the pattern stands for, in order. */
  parameters: z.array(ParameterType),
  /** Records of the case that say it; those that pass the filter where there is one. */
  count: Count,
  /** First and last over the whole case; absent where none of them has a time. */
  firstNs: Nanoseconds.optional(),
  lastNs: Nanoseconds.optional(),
  /** The worst level of its records. */
  severityNumber: z.number().int().min(0).max(24),
});
export type MessageTemplate = z.infer<typeof MessageTemplate>;

/** Evidence has come since templates were mined, a moment ago: what it says is not in the answer. `mineTemplates` mines at once. */
const IsStale = z.boolean();

/** How far mining has come. It is done once for each state of the evidence; whoever asks meanwhile waits for the same. */
export const MiningProgress = z.object({ recordsDone: Count, recordsTotal: Count });

/**
 * Templates of files, without a case. The items are, where `lines` asks for them, which template each physical line says,
 * over all files in order: an index into `templates`, -1 for a line of none. Lines that belong to a record say what it says.
 */
export const fileTemplates = defineMethod({
  name: 'messageTemplates.files', kind: 'stream', scope: 'shell', errors: ['file/not-found', 'file/not-readable', 'file/is-folder', 'templates/is-container'],
  input: z.object({ paths: z.array(z.string()).min(1).max(1000), zone: Zone.default('UTC'), lines: z.boolean().default(false) }),
  item: z.object({ lines: z.instanceof(Int32Array) }),
  output: z.object({ templates: z.array(MessageTemplate), records: Count, seconds: z.number() }),
  progress: z.object({ bytesDone: Count, bytesTotal: Count }),
});

/** What is known without mining: `fresh` says that templates stand for the evidence as it is now. */
export const templateState = defineMethod({
  name: 'messageTemplates.state', kind: 'call', scope: 'case', errors: [],
  input: z.object({}),
  output: z.object({ state: z.enum(['none', 'stale', 'fresh', 'mining']), templates: Count, records: Count, indexRevision: Count }),
});

/** Mines templates where they are not fresh. Aborting the call ends the work when nobody else waits for it. */
export const mineTemplates = defineMethod({
  name: 'messageTemplates.mine', kind: 'call', scope: 'case', errors: QUERY_ERRORS,
  input: z.object({}),
  output: z.object({ templates: Count, records: Count, seconds: z.number(), indexRevision: Count }),
  progress: MiningProgress,
});

/** Templates of the case, mined first where they are not fresh. With a filter, what the records that pass say. */
export const listMessageTemplates = defineMethod({
  name: 'messageTemplates.list', kind: 'call', scope: 'case', errors: QUERY_ERRORS,
  input: z.object({
    filter: Filter.optional(),
    /** Only those whose pattern contains this, whatever its case. */
    contains: z.string().max(2000).default(''),
    sort: z.enum(['count', 'rarest', 'first', 'severity']).default('count'),
    from: Count.default(0),
    count: Count.max(5000).default(200),
  }),
  output: z.object({ total: Count, records: Count, rows: z.array(MessageTemplate), isStale: IsStale, indexRevision: Count }),
  progress: MiningProgress,
});

/** One template with a record that says it, the first of the case; by id. */
export const getMessageTemplate = defineMethod({
  name: 'messageTemplates.get', kind: 'call', scope: 'case', errors: ['templates/not-found', ...QUERY_ERRORS],
  input: z.object({ id: z.string().max(64) }),
  output: MessageTemplate.extend({ sample: EventRow.optional() }),
});

/** Of one thing that is counted in both windows: a template, a level, a value of a field. */
export const WindowChange = z.object({
  kind: z.enum(['template', 'level', 'field']),
  /** The field as filters name it: `template`, `level`, `service`, `host`, or a typed field of few values. */
  field: z.string(),
  /** The value as filters name it (`field:value` finds the records): of a template its id. */
  value: z.string(),
  /** For people: of a template its pattern. */
  label: z.string(),
  /**
   * `new`: none in the baseline; `vanished`: none in the incident; both are counts, whatever the test says. `more`, `less`:
   * the rate changed, by a test whose q-value is at most `alpha`. `same`: all others.
   */
  change: z.enum(['new', 'vanished', 'more', 'less', 'same']),
  baselineCount: Count,
  incidentCount: Count,
  /** Records a second, over the whole window. */
  baselineRate: z.number(),
  incidentRate: z.number(),
  /** Incident rate over baseline rate with half a record added to both counts, so that it is finite; and its 95 % interval, exact; without an upper end where the baseline has none. */
  ratio: z.number(),
  ratioLow: z.number(),
  ratioHigh: z.number().optional(),
  /** How many times as much as evenly random records the counts scatter within the windows, at least 1: what the test and the interval allow for. */
  dispersion: z.number(),
  /** Two-sided, exact: that so uneven a split comes of one constant rate. `q`: the same after Benjamini and Hochberg over all comparisons. */
  p: z.number(),
  q: z.number(),
  /** Over the whole case. */
  firstNs: Nanoseconds.optional(),
  lastNs: Nanoseconds.optional(),
  /** Never seen in the case before the incident window. */
  isFirstSeen: z.boolean(),
  /** The worst level of the records. */
  severityNumber: z.number().int().min(0).max(24),
  /** Counts in `buckets` equal steps from the earlier window's start to the later one's end. */
  sparkline: z.instanceof(Float64Array),
  /** One record: the first in the incident window; of what vanished, the last in the baseline. */
  sample: EventRow.optional(),
});
export type WindowChange = z.infer<typeof WindowChange>;

/**
 * Baseline against incident: what is new, vanished, or came at another rate. Without windows the incident begins at the
 * milestone `impact-start` and ends at `mitigated`, `resolved`, or with the last record, and the baseline is as long before it
 * (less where records begin later). The most telling first. Mines first where templates are not fresh.
 */
export const compareWindows = defineMethod({
  name: 'messageTemplates.compare', kind: 'call', scope: 'case', errors: ['templates/no-window', 'templates/empty-window', ...QUERY_ERRORS],
  input: z.object({
    incident: Window.optional(),
    baseline: Window.optional(),
    /** Only records that pass; its times are not used. */
    filter: Filter.optional(),
    kinds: z.array(z.enum(['template', 'level', 'field'])).default(['template', 'level', 'field']),
    changes: z.array(z.enum(['new', 'vanished', 'more', 'less', 'same'])).default(['new', 'vanished', 'more', 'less']),
    from: Count.default(0),
    count: Count.max(2000).default(100),
    buckets: Count.min(1).max(400).default(60),
    alpha: z.number().min(0).max(1).default(0.05),
  }),
  output: z.object({
    incident: Window,
    baseline: Window,
    /** Where the windows come from. */
    windows: z.enum(['asked', 'milestones']),
    /** Seconds of each window, and records in it that pass. */
    incidentSeconds: z.number(),
    baselineSeconds: z.number(),
    incidentRecords: Count,
    baselineRecords: Count,
    /** How many things were compared: what q-values correct for. */
    comparisons: Count,
    alpha: z.number(),
    /** Rows of the kinds asked for by change, and rows that `changes` lets through. */
    byChange: z.object({ new: Count, vanished: Count, more: Count, less: Count, same: Count }),
    total: Count,
    rows: z.array(WindowChange),
    /** What sparklines are drawn over. */
    fromNs: Nanoseconds,
    stepNs: Nanoseconds,
    buckets: Count,
    isStale: IsStale,
    indexRevision: Count,
  }),
  progress: MiningProgress,
});
