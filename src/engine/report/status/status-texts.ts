import { MILESTONE_TITLE, type Milestone } from '../../../model/timeline.ts';
import type { ActionRow, Block, ReportDocument } from '../document.ts';
import { inlineText, spokenImpact, spokenMilestones } from '../words.ts';

/** For whom a status mail is. */
export const STATUS_READERS = ['executives', 'customers', 'engineers'] as const;
export type StatusReader = (typeof STATUS_READERS)[number];

export interface StatusText {
  readonly reader: StatusReader;
  readonly subject: string;
  /** Markdown that reads as plain text. */
  readonly text: string;
}

/**
 * Three texts of one incident, from facts, milestones, severity and actions; whoever sends them reads them first. The
 * customers' one is made from the external variant alone.
 */
export function statusTexts(internal: ReportDocument, external: ReportDocument): StatusText[] {
  return [executives(internal), customers(external), engineers(internal)];
}

/** All three as one Markdown file. */
export function statusMarkdown(texts: readonly StatusText[]): string {
  return texts.map(({ reader, subject, text }) => `# For ${reader}\n\nSubject: ${subject}\n\n${text}`).join('\n---\n\n');
}

function phase(report: ReportDocument): 'resolved' | 'stabilised' | 'mitigated' | 'acknowledged' | 'detected' | 'ongoing' {
  const has = (milestone: Milestone): boolean => report.milestones.some((mark) => mark.title === MILESTONE_TITLE[milestone]);
  return (['resolved', 'stabilised', 'mitigated', 'acknowledged', 'detected'] as const).find(has) ?? 'ongoing';
}

const PHASE_WORDS = {
  resolved: 'resolved', stabilised: 'stable, work goes on', mitigated: 'mitigated, not resolved yet', acknowledged: 'being worked on', detected: 'being looked at', ongoing: 'being looked at',
} as const;

function paragraphs(lines: ReadonlyArray<string | undefined>): string {
  return `${lines.filter((line) => line !== undefined && line !== '').join('\n\n')}\n`;
}

function times(report: ReportDocument, precision: 'minute' | 'second'): string {
  return spokenMilestones(report, precision).map((mark) => `- ${mark.title}: ${mark.date} ${mark.time}`).join('\n');
}

function durations(report: ReportDocument): string {
  return report.facts.filter((one) => one.label.startsWith('Time to')).map((one) => `- ${one.label}: ${one.value} (${one.definition})`).join('\n');
}

/** Without citations: a mail has no appendix. */
function summary(report: ReportDocument, most: number): string | undefined {
  const text = report.summary.slice(0, most).map(blockText).filter((words) => words !== '').join('\n\n');
  return text === '' ? undefined : text;
}

function blockText(block: Block): string {
  if (block.kind === 'paragraph') return inlineText(block.children).replace(/\s*\[\d+\]/g, '').trim();
  if (block.kind === 'list') return block.items.map((item) => `- ${item.blocks.map(blockText).join(' ')}`).join('\n');
  return '';
}

function actionLine(action: ActionRow, withState: boolean): string {
  const more = [action.owner, action.due === '' ? '' : `due ${action.due}`, withState ? action.state.toLowerCase() : ''].filter((word) => word !== '').join(', ');
  return `- ${action.title}${more === '' ? '' : ` (${more})`}`;
}

function named(report: ReportDocument): string {
  return report.incidentId === '' ? report.title : `${report.incidentId}: ${report.title}`;
}

function executives(report: ReportDocument): StatusText {
  const { severity } = report;
  const state = PHASE_WORDS[phase(report)];
  const impact = spokenImpact(report, 'minute');
  const open = report.actions.filter((action) => !action.isDone);
  const agreed = open.filter((action) => action.isAgreed);
  const undecided = open.length - agreed.length;
  const unowned = open.filter((action) => action.owner === '' || action.due === '').length;
  return {
    reader: 'executives', subject: `[${severity ? `${severity.level}, ` : ''}${state}] ${named(report)}`,
    text: paragraphs([
      `**${severity ? `${severity.level}, ${severity.interruption.toLowerCase()}, ` : ''}${state}.**${impact === undefined ? '' : ` Impact ${impact} ${report.zoneText}.`}`,
      severity ? `Why this level: ${severity.why}.` : undefined,
      summary(report, 1),
      agreed.length === 0 ? undefined : `What we are doing about it:\n\n${agreed.slice(0, 3).map((action) => actionLine(action, false)).join('\n')}${agreed.length > 3 ? `\n- and ${agreed.length - 3} more` : ''}`,
      undecided === 0 ? undefined : `${undecided === 1 ? 'One more action is' : `${undecided} more actions are`} proposed and not decided yet.`,
      unowned === 0 ? undefined : `${unowned === 1 ? 'One action has' : `${unowned} actions have`} no owner or no date yet.`,
      `Case as of ${report.asOf}.`,
    ]),
  };
}

function customers(report: ReportDocument): StatusText {
  const state = PHASE_WORDS[phase(report)];
  const impact = spokenImpact(report, 'minute');
  const isOver = phase(report) === 'resolved';
  // A promise to customers is what was agreed, and no more.
  const agreed = report.actions.filter((action) => action.isAgreed);
  return {
    reader: 'customers', subject: `${report.title}: ${state}`,
    text: paragraphs([
      summary(report, 1) ?? `${report.title}.`,
      impact === undefined ? undefined : `This ${isOver ? 'lasted' : 'affected you'} from ${impact} ${report.zoneText}.`,
      report.milestones.length === 0 ? undefined : `What happened when, ${report.zoneText}:\n\n${times(report, 'minute')}`,
      agreed.length === 0 ? undefined : `To keep this from happening again we will:\n\n${agreed.map((action) => `- ${action.title}${action.due === '' ? '' : `, by ${action.due}`}`).join('\n')}`,
      isOver ? 'We are sorry for the trouble this caused you.' : 'We are sorry for the trouble this causes you, and will write again when it is resolved.',
    ]),
  };
}

function engineers(report: ReportDocument): StatusText {
  const { severity } = report;
  const numbers = durations(report);
  const decisions = report.timeline.filter((row) => row.kind === 'Decision');
  const learnings = report.reviews.flatMap((review) => review.learnings);
  const open = report.actions.filter((action) => !action.isDone);
  return {
    reader: 'engineers', subject: `${named(report)} (${PHASE_WORDS[phase(report)]})`,
    text: paragraphs([
      `${severity ? `${severity.level}, ${severity.interruption.toLowerCase()}: ${severity.why}. ` : ''}${report.status ? `Postmortem: ${report.status.line.toLowerCase()}.` : ''}`.trim(),
      summary(report, 3),
      report.milestones.length === 0 ? undefined : `Milestones, ${report.zoneText}:\n\n${times(report, 'second')}`,
      numbers === '' ? undefined : `Durations:\n\n${numbers}`,
      decisions.length === 0 ? undefined : `Decisions:\n\n${decisions.map((row) => `- ${row.time} ${row.title}`).join('\n')}`,
      learnings.length === 0 ? undefined : `Learnings:\n\n${learnings.map((row) => `- ${row.text.map(blockText).join(' ')}`).join('\n')}`,
      open.length === 0 ? undefined : `Actions:\n\n${open.map((action) => `${actionLine(action, true)}${action.doneWhen === '' ? '' : `. Done when: ${action.doneWhen}`}`).join('\n')}`,
      `${report.evidence.length} pieces of evidence are cited; case as of ${report.asOf}.`,
    ]),
  };
}
