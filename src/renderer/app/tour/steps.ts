import type { Artifact } from '../../../model/artifact.ts';
import type { EventId } from '../../../model/event.ts';
import type { TimelineEntry } from '../../../model/timeline.ts';
import { formatEventId, type ParamPatch } from '../../state/place.ts';

/** Where on the screen a step points: the first of these that is there. */
export interface Anchor {
  readonly selector: string;
  /** What it says, where a selector alone is not enough. */
  readonly text?: string;
}

export interface TourStep {
  readonly id: string;
  /** The view it speaks of. */
  readonly view: string;
  readonly title: string;
  readonly sentence: string;
  /** What to try there, as what a key does: "chooses the next file". */
  readonly trial: string;
  readonly keys: string;
  readonly anchors: readonly Anchor[];
  /** The panel stands beside it where it can: what it speaks of goes on below. */
  readonly beside?: true;
  /** What of the view to show; nothing: as it was left. */
  params(finds: SampleFinds): ParamPatch | undefined;
}

/** What of the sample the steps show. A person may have changed any of it: each may be missing. */
export interface SampleFinds {
  /** The edge's access log. */
  readonly accessLog: string | undefined;
  /** A request there that failed, not before the impact began, and that no entry cites yet. */
  readonly failure: EventId | undefined;
  /** The entry that says when customers met it. */
  readonly impactEntry: string | undefined;
}

/** From the bytes of an artifact to the report: the five steps that evidence takes. */
export const STEPS: readonly TourStep[] = [
  {
    id: 'captured', view: 'evidence', title: 'What was captured',
    sentence: 'Every file is kept as it came, hashed, and recognised by its content: this one is the access log of the shop’s front door.',
    trial: 'chooses the next file and says why it counts as what it is', keys: 'Down',
    anchors: [{ selector: 'main [role=row][aria-selected=true]' }, { selector: 'main [role=treegrid]' }],
    params: ({ accessLog }) => (accessLog === undefined ? undefined : { sel: accessLog }),
  },
  {
    id: 'found', view: 'explore', title: 'What happened',
    sentence: 'All records of all files stand in one order of time; here are those with a status of 500 and above, and this is a customer whom the shop could not answer.',
    trial: 'pins it to the timeline, with its bytes as proof', keys: 'p',
    anchors: [{ selector: 'main [role=row][aria-selected=true]' }, { selector: 'main [role=grid]' }],
    params: ({ failure }) => ({ filter: 'status>=500', ...(failure && { sel: formatEventId(failure) }) }),
  },
  {
    id: 'told', view: 'timeline', title: 'The story, entry by entry',
    sentence: 'Each entry of the timeline rests on records: this one, when customers met the failure, on two of them.',
    trial: 'opens the bytes that this entry rests on', keys: 'Enter',
    anchors: [{ selector: 'main .drawer .cite' }, { selector: 'main h1' }], beside: true,
    params: ({ impactEntry }) => (impactEntry === undefined ? undefined : { sel: impactEntry }),
  },
  {
    id: 'claimed', view: 'postmortem', title: 'Every claim leads to its bytes',
    sentence: 'The postmortem is written beside its preview, and each mark in it stands for the very line that proves what was said.',
    trial: 'opens the line that proves this sentence', keys: 'Enter',
    anchors: [{ selector: 'main [aria-label=Preview] .cite' }, { selector: 'main h1' }],
    params: () => undefined,
  },
  {
    id: 'handed-over', view: 'postmortem', title: 'Hand it over',
    sentence: 'The report is one PDF, with the timeline drawn in and an appendix that names every piece of evidence by its hash.',
    trial: 'writes it; Markdown is beside it', keys: 'Enter',
    anchors: [{ selector: 'main button', text: 'Export PDF' }, { selector: 'main h1' }],
    params: () => undefined,
  },
];

/** What the steps show, of what is in the case now; `failedAt` are offsets of failed requests in the access log, in order. */
export function findInSample(
  accessLog: string | undefined, failedAt: readonly number[], entries: ReadonlyArray<Pick<TimelineEntry, 'id' | 'milestone' | 'evidence'>>,
): SampleFinds {
  const impact = entries.find(({ milestone }) => milestone === 'impact-start');
  const offsets = (evidence: TimelineEntry['evidence']): number[] => evidence.flatMap(({ sha256, locator }) => (sha256 === accessLog && locator.kind === 'bytes' ? [locator.offsetBytes] : []));
  const cited = new Set(entries.flatMap(({ evidence }) => offsets(evidence)));
  const since = Math.max(0, ...offsets(impact?.evidence ?? []));
  const offsetBytes = failedAt.find((offset) => offset >= since && !cited.has(offset));
  return {
    accessLog, impactEntry: impact?.id,
    failure: accessLog === undefined || offsetBytes === undefined ? undefined : { sha256: accessLog, offsetBytes },
  };
}

export function accessLogOf(artifacts: ReadonlyArray<Pick<Artifact, 'sha256' | 'paths'>>): string | undefined {
  return artifacts.find(({ paths }) => paths.some((path) => path.endsWith('edge/access.log')))?.sha256;
}

/** The step to be at when somebody goes to a view by himself: where one is, if it is of that view; none: elsewhere. */
export function stepOfView(view: string, at: number): number | undefined {
  if (STEPS[at]?.view === view) return at;
  const found = STEPS.findIndex((step) => step.view === view);
  return found < 0 ? undefined : found;
}
