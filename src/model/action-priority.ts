/**
 * Action Priority of a failure mode as the AIAG & VDA FMEA Handbook (1st edition, 2019) tables it for design and process
 * FMEA: severity first, then occurrence, then detection. It says in which order to look for actions, not how great a risk is.
 */

export const ACTION_PRIORITIES = ['H', 'M', 'L'] as const;
export type ActionPriority = (typeof ACTION_PRIORITIES)[number];

export const ACTION_PRIORITY_ABOUT: Readonly<Record<ActionPriority, string>> = {
  H: 'High: find an action, or write down why what there is will do', M: 'Medium: an action should be found, or the reason written down', L: 'Low: an action may be found',
};

/** The bands of the table, worst first: a rating is in the first one whose lower edge it reaches. */
export const SEVERITY_BANDS = [9, 7, 4, 2, 1] as const;
export const OCCURRENCE_BANDS = [8, 6, 4, 2, 1] as const;
export const DETECTION_BANDS = [7, 5, 2, 1] as const;

/** Rows by severity and occurrence, a letter for each band of detection: 7 to 10, 5 to 6, 2 to 4, 1. */
const TABLE = [
  /* S 9-10 */ ['HHHH', 'HHHH', 'HHHM', 'HMLL', 'LLLL'],
  /* S 7-8  */ ['HHHH', 'HHHM', 'HMMM', 'MMLL', 'LLLL'],
  /* S 4-6  */ ['HHMM', 'MMML', 'MLLL', 'LLLL', 'LLLL'],
  /* S 2-3  */ ['MMLL', 'LLLL', 'LLLL', 'LLLL', 'LLLL'],
  /* S 1    */ ['LLLL', 'LLLL', 'LLLL', 'LLLL', 'LLLL'],
] as const;

/** What was not rated; `undefined` ratings give none. */
export interface Ratings {
  readonly severity?: number | undefined;
  readonly occurrence?: number | undefined;
  readonly detectability?: number | undefined;
}

/** H, M or L; `undefined` until all three are rated from 1 to 10. */
export function actionPriority({ severity, occurrence, detectability }: Ratings): ActionPriority | undefined {
  if (!isRating(severity) || !isRating(occurrence) || !isRating(detectability)) return undefined;
  const letters = TABLE[band(SEVERITY_BANDS, severity)]![band(OCCURRENCE_BANDS, occurrence)]!;
  return ACTION_PRIORITIES.find((one) => one === letters[band(DETECTION_BANDS, detectability)]);
}

/** Severity × occurrence × detection, 1 to 1000, as before 2019; `undefined` until all three are rated. */
export function riskPriorityNumber({ severity, occurrence, detectability }: Ratings): number | undefined {
  return isRating(severity) && isRating(occurrence) && isRating(detectability) ? severity * occurrence * detectability : undefined;
}

function isRating(value: number | undefined): value is number {
  return value !== undefined && Number.isInteger(value) && value >= 1 && value <= 10;
}

function band(edges: readonly number[], rating: number): number {
  return edges.findIndex((edge) => rating >= edge);
}

/** What a rating means for a service, in our words and on the handbook’s scale: 1 is best, 10 worst. */
export const RATING_WORDS: Readonly<Record<'severity' | 'occurrence' | 'detectability', ReadonlyArray<readonly [from: number, words: string]>>> = {
  severity: [[9, 'harm to people, or against the law'], [7, 'the service does not do what it is for'], [4, 'it does so worse, or something beside it is lost'], [2, 'people are annoyed'], [1, 'nobody notices']],
  occurrence: [[10, 'nothing prevents it'], [8, 'often'], [6, 'now and then'], [4, 'seldom'], [2, 'very seldom'], [1, 'prevention rules it out']],
  detectability: [[10, 'nothing looks for it'], [7, 'found late, by users or by luck'], [5, 'found by people who look'], [2, 'found by an alert or test before harm'], [1, 'always found before harm']],
};

export function ratingWords(scale: keyof typeof RATING_WORDS, rating: number): string {
  return RATING_WORDS[scale].find(([from]) => rating >= from)?.[1] ?? '';
}
