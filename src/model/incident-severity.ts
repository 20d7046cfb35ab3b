import { z } from 'zod';
import { EvidenceReference } from './evidence.ts';

/** How severe an incident was: from impact, urgency and what was promised, so that two people come to the same level. */

export const IMPACTS = ['none', 'minor', 'moderate', 'major', 'critical'] as const;
export const URGENCIES = ['low', 'medium', 'high'] as const;
export const SLA_STATES = ['none', 'kept', 'at-risk', 'breached'] as const;
export type Impact = (typeof IMPACTS)[number];
export type Urgency = (typeof URGENCIES)[number];
export type SlaState = (typeof SLA_STATES)[number];

/** What kind of interruption users met. */
export const INTERRUPTIONS = ['outage', 'degradation', 'wrong-results', 'data-loss', 'security', 'delay', 'near-miss'] as const;
export type Interruption = (typeof INTERRUPTIONS)[number];

export const SEVERITY_LEVELS = ['SEV1', 'SEV2', 'SEV3', 'SEV4', 'SEV5'] as const;
export type SeverityLevel = (typeof SEVERITY_LEVELS)[number];

/** One step of why: a question, its answer, and what shows it. */
export const WhyStep = z.object({
  question: z.string().min(1).max(1000),
  answer: z.string().max(5000),
  evidence: z.array(EvidenceReference).max(100),
});

export const IncidentSeverity = z.object({
  kind: z.literal('severity'),
  id: z.literal('severity'),
  impact: z.enum(IMPACTS),
  urgency: z.enum(URGENCIES),
  sla: z.enum(SLA_STATES),
  interruption: z.enum(INTERRUPTIONS),
  /** Why these and no others, step by step. */
  why: z.array(WhyStep).max(20),
});
export type IncidentSeverity = z.infer<typeof IncidentSeverity>;

/** Rows by impact, columns by urgency low, medium, high: ITIL's impact × urgency, on five levels. */
const MATRIX: Readonly<Record<Impact, readonly [number, number, number]>> = {
  critical: [2, 1, 1], major: [3, 2, 1], moderate: [4, 3, 2], minor: [5, 4, 3], none: [5, 5, 4],
};

/** The level: impact × urgency, and one higher (never above 1) where a promise to users was broken. `why` says how it came about. */
export function severityLevel({ impact, urgency, sla }: Pick<IncidentSeverity, 'impact' | 'urgency' | 'sla'>): { level: SeverityLevel; why: string } {
  const base = MATRIX[impact][URGENCIES.indexOf(urgency)]!;
  const raised = sla === 'breached' ? Math.max(1, base - 1) : base;
  const matrix = `${impact} impact × ${urgency} urgency gives SEV${base}`;
  const why = raised === base ? matrix : `${matrix}; a broken SLA raises it to SEV${raised}`;
  return { level: SEVERITY_LEVELS[raised - 1]!, why };
}
