import type { Taxonomy } from './cause.ts';

/**
 * Categories to tag contributing factors with, as they come with Tephra. What somebody edits becomes the case's own
 * (`Taxonomy` items); what nobody touched stays what stands here. Hints are questions and examples in our words; where
 * the categories are somebody else's, the note says whose.
 */

type Line = readonly [id: string, title: string, hint: string, below?: readonly Line[]];

function categories(lines: readonly Line[], parentId?: string): Taxonomy['categories'] {
  return lines.flatMap(([id, title, hint, below = []]) => [{ id, title, hint, ...(parentId === undefined ? {} : { parentId }) }, ...categories(below, id)]);
}

const TIM: Taxonomy = {
  kind: 'taxonomy', id: 'tim', title: 'Timeline, impact, mechanism',
  note: 'Three axes that are tagged each by itself: when in the incident a factor mattered, what it did to users, by which mechanism. Tephra’s own; there is no public standard of this name.',
  categories: categories([
    ['timeline', 'Timeline', 'When did it matter?', [
      ['before', 'Before', 'It was there before the trigger: hours, months or years.'],
      ['onset', 'Onset', 'It began the incident, or let it begin.'],
      ['detecting', 'Until noticed', 'It decided when people or alerts knew.'],
      ['diagnosing', 'Until understood', 'It decided how long it took to know what was wrong.'],
      ['mitigating', 'Until mitigated', 'It decided how long users were affected once it was understood.'],
      ['recovering', 'Until recovered', 'It decided how long it took until all was as before.'],
    ]],
    ['impact', 'Impact', 'What did it do to those who depend on the service?', [
      ['availability', 'Unavailable', 'Requests failed or went unanswered.'],
      ['latency', 'Slow', 'Answers came, later than people wait.'],
      ['correctness', 'Wrong', 'Answers or data were wrong.'],
      ['durability', 'Lost', 'Data went missing or could not be read.'],
      ['confidentiality', 'Exposed', 'Data was seen by who should not.'],
      ['scope', 'Wider', 'It reached more users, regions or services than it had to.'],
      ['length', 'Longer', 'It lasted longer than it had to.'],
      ['lessened', 'Lessened', 'It kept the impact smaller than it could have been.'],
    ]],
    ['mechanism', 'Mechanism', 'How did one thing lead to the next?', [
      ['exhaustion', 'Exhaustion', 'Connections, memory, threads, disk, quota: something ran out.'],
      ['overload', 'Overload', 'More work came than was planned for: retries, queues, a herd.'],
      ['cascade', 'Cascade', 'A failure spread to what was well.'],
      ['change', 'Change', 'Code, configuration, schema, data or flags changed.'],
      ['dependency', 'Dependency', 'Something that others run was slow, wrong or away.'],
      ['state', 'State', 'Stale, corrupt, inconsistent or unexpected data.'],
      ['time', 'Time and order', 'Races, clocks, expiry, what comes before what.'],
      ['feedback', 'Feedback', 'Monitoring, alerts and displays: what was seen, and what was not.'],
      ['coordination', 'Coordination', 'Who knew, who decided, how it was said.'],
    ]],
  ]),
};

const GOOGLE: Taxonomy = {
  kind: 'taxonomy', id: 'google-sre', title: 'Google SRE: triggers and root causes',
  note: 'The categories of “Results of Postmortem Analysis”, The Site Reliability Workbook (O’Reilly, 2018), appendix C, tables C-1 and C-2, https://sre.google/workbook/postmortem-analysis/. Shares are of Google’s outages from 2010 to 2017; nothing says that yours are alike.',
  categories: categories([
    ['trigger', 'Trigger', 'What set it off (table C-1).', [
      ['binary-push', 'Binary push', 'A new version of a program. 37 % of triggers there.'],
      ['configuration-push', 'Configuration push', 'A change of settings. 31 %.'],
      ['user-behavior', 'User behavior change', 'People used it otherwise or more. 9 %.'],
      ['processing-pipeline', 'Processing pipeline', 'A batch or stream of data. 6 %.'],
      ['service-provider', 'Service provider change', 'Something that others run changed. 5 %.'],
      ['performance-decay', 'Performance decay', 'It became slower bit by bit. 5 %.'],
      ['capacity-management', 'Capacity management', 'There was less than was needed. 5 %.'],
      ['hardware', 'Hardware', 'A machine or part failed. 2 %.'],
    ]],
    ['cause', 'Root cause', 'What contributed (table C-2, the five most frequent).', [
      ['software', 'Software', 'What the program did. 41.35 % there.'],
      ['development-process', 'Development process failure', 'How it was designed, tested or reviewed. 20.23 %.'],
      ['complex-system', 'Complex system behaviors', 'Parts that each did what they should. 16.90 %.'],
      ['deployment-planning', 'Deployment planning', 'How the change was to be brought out. 6.74 %.'],
      ['network', 'Network failure', 'What lies between machines. 2.75 %.'],
    ]],
  ]),
};

const CAST: Taxonomy = {
  kind: 'taxonomy', id: 'cast', title: 'CAST: control structure',
  note: 'Questions after N. Leveson, CAST Handbook: How to Learn More from Incidents and Accidents (2019), http://psas.scripts.mit.edu/home/get_file4.php?name=CAST_handbook.pdf, and N. Leveson and J. Thomas, STPA Handbook (2018), https://psas.scripts.mit.edu/home/get_file.php?name=STPA_handbook.pdf. A controller is whoever or whatever acts on a process: a person, a team, an autoscaler, a deployment pipeline.',
  categories: categories([
    ['action', 'Control action', 'What did the controller do, or not do, that led to the loss?', [
      ['not-provided', 'Not given', 'An action that was needed was not given.'],
      ['provided', 'Given and harmful', 'An action was given that does harm in this situation.'],
      ['timing', 'Too early, too late, out of order', 'The right action at the wrong moment.'],
      ['duration', 'Stopped too soon, applied too long', 'The right action for the wrong time.'],
      ['not-executed', 'Given and not carried out', 'It was asked for; the process did not do it, or otherwise.'],
    ]],
    ['model', 'Process model', 'What did the controller take to be so?', [
      ['inconsistent', 'Otherwise than it was', 'The picture of the process differed from the process. What made it plausible?'],
      ['missing', 'No picture of it', 'Nobody had reason to know of this part, or of this state.'],
      ['stale', 'Once right', 'It was so, and changed. How would the controller have learned of it?'],
    ]],
    ['feedback', 'Feedback', 'What could the controller see?', [
      ['absent', 'Not there', 'There was no signal for what mattered.'],
      ['wrong', 'Wrong or misleading', 'The signal said something else.'],
      ['late', 'Late', 'It came after the decision it was for.'],
      ['lost', 'Lost among others', 'It was there, beside many that were not for this.'],
    ]],
    ['context', 'Context', 'What shaped the decision?', [
      ['responsibility', 'Responsibility', 'Whose it was, and whether they knew and could.'],
      ['goals', 'Goals in conflict', 'Two things that could not both be had.'],
      ['pressure', 'Pressure', 'Time, load, cost, what others wait for.'],
      ['design', 'Design of the controls', 'What the tools made easy, and what hard.'],
    ]],
    ['system', 'The whole structure', 'What ran through several controllers?', [
      ['communication', 'Communication and coordination', 'Between controllers of the same process, or in a row.'],
      ['safety-information', 'What the organisation knew', 'Earlier incidents, near misses, reports: did they reach who decides?'],
      ['culture', 'Culture', 'What one could say, ask and stop.'],
      ['management', 'Management of safety', 'Who looks after it, and with what.'],
      ['drift', 'Changes over time', 'Planned or not, that moved the system toward the loss.'],
      ['economy', 'The world around', 'Market, law, suppliers.'],
    ]],
  ]),
};

const HUMAN_FACTORS: Taxonomy = {
  kind: 'taxonomy', id: 'human-factors', title: 'What made it sensible',
  note: 'Instead of “human error”. After the debriefing questions of G. Klein in S. Dekker, The Field Guide to Understanding ‘Human Error’ (3rd ed., 2014), and the Etsy Debriefing Facilitation Guide by J. Allspaw, M. Evans and D. Schauenberg (2016), https://github.com/etsy/DebriefingFacilitationGuide.',
  categories: categories([
    ['cues', 'Cues', 'What was seen, heard, and looked for at that moment?'],
    ['assessment', 'Assessment', 'What did it look like from where people stood? How would they have described it to a colleague?'],
    ['experience', 'Experience', 'What did it resemble? Did it fit something known, a rule, a runbook?'],
    ['goals', 'Goals', 'What was to be reached? Which goals were in conflict, and which pressed?'],
    ['action', 'Action', 'Which ways were there to act, and what spoke for this one? What was it to bring about?'],
    ['outcome', 'Outcome', 'Did what followed fit what was expected? When did the picture change?'],
    ['communication', 'Communication', 'What was said to whom, over what, and what did each side take it to mean?'],
    ['help', 'Help', 'Who could be asked, what made people ask, and were they reached?'],
    ['tools', 'Tools', 'What did the tools show, hide, make easy or make hard?'],
    ['workload', 'Load and time', 'What else was going on? How much time did there seem to be?'],
  ]),
};

/** In the order they are offered. */
export const TAXONOMIES: readonly Taxonomy[] = [HUMAN_FACTORS, GOOGLE, CAST, TIM];

/** The taxonomies of a case: its own over those that come with Tephra, then those it made. */
export function taxonomiesOf(own: readonly Taxonomy[]): readonly Taxonomy[] {
  return [...TAXONOMIES.map((one) => own.find(({ id }) => id === one.id) ?? one), ...own.filter(({ id }) => !TAXONOMIES.some((one) => one.id === id))];
}

/** A category as factors name it: `google-sre/binary-push`. */
export function tagOf(taxonomy: Pick<Taxonomy, 'id'>, category: { readonly id: string }): string {
  return `${taxonomy.id}/${category.id}`;
}

export interface TagWords {
  readonly title: string;
  readonly taxonomy: string;
  readonly hint: string;
}

/** What a tag says; one whose category is gone says its own id. */
export function tagWords(tag: string, taxonomies: readonly Taxonomy[]): TagWords {
  for (const taxonomy of taxonomies) {
    const category = taxonomy.categories.find((one) => tagOf(taxonomy, one) === tag);
    if (category) return { title: category.title, taxonomy: taxonomy.title, hint: category.hint };
  }
  return { title: tag.split('/').at(-1) ?? tag, taxonomy: '', hint: '' };
}

/** What to ask where a statement blames: what made the action sensible to who took it. In the groups of the taxonomy above. */
export interface SenseQuestion {
  readonly about: 'Cues' | 'Assessment' | 'Goals' | 'Action';
  readonly question: string;
}

export const SENSE_QUESTIONS: readonly SenseQuestion[] = [
  { about: 'Cues', question: 'What could be seen at that moment, and what was expected next?' },
  { about: 'Assessment', question: 'What did the situation look like from there, and what did it resemble?' },
  { about: 'Goals', question: 'What was to be reached, and what was in conflict with it?' },
  { about: 'Action', question: 'Which other ways to act were there, and what made this one the sensible one?' },
];
