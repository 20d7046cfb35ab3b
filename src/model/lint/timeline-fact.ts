import { formatDate, formatTimeOfDay, localToInstant, NS_PER_DAY, NS_PER_MIN, NS_PER_S, nsToCivil, zoneOffsetNs, type Civil } from '../../base/time.ts';
import { readZone } from '../zone-names.ts';
import { MILESTONES, MILESTONE_TITLE, milestoneDurations, startEstimate, type Milestone, type MilestoneDuration, type TimelineEntry } from '../timeline.ts';
import { durationsIn, formatLike, timesIn, type SaidDuration, type SaidTime } from './said.ts';
import type { Sentence } from './match.ts';
import type { ProseBlock } from './prose.ts';
import type { Finding, Language } from './rule.ts';

export interface TimelineKnown {
  readonly entries: readonly TimelineEntry[];
  /** Zone of times that name none. */
  readonly zone: string;
}

/** Words for a milestone in a sentence about the whole incident. */
const MILESTONE_WORDS: Readonly<Record<Language, Readonly<Record<Milestone, string>>>> = {
  en: {
    'impact-start': '(?:started|began|begun|beginning|start)', detected: '(?:detected|detection)', acknowledged: '(?:acknowledged|acknowledgement|acked)',
    mitigated: '(?:mitigated|mitigation)', stabilised: '(?:stabili[sz]ed)', resolved: '(?:resolved|resolution)',
  },
  de: {
    'impact-start': '(?:begann|beginn|begonnen|fing an)', detected: '(?:entdeckt|erkannt|bemerkt|erkennung|entdeckung)', acknowledged: '(?:quittiert|bestätigt)',
    mitigated: '(?:eingedämmt|entschärft|abgemildert|eindämmung)', stabilised: '(?:stabilisiert)', resolved: '(?:behoben|gelöst|behebung)',
  },
};
const INCIDENT: Readonly<Record<Language, string>> = {
  en: '(?:the |this |our )?(?:incident|outage|impact|customer impact|user impact|disruption|interruption)',
  de: '(?:der |die |das |dieser |diese |den |des )?(?:vorfalls?|ausfalls?|störung|beeinträchtigung|unterbrechung|auswirkung(?:en)?)',
};
const DURATION_WORDS: ReadonlyArray<{ readonly id: MilestoneDuration['id']; readonly find: RegExp }> = [
  { id: 'TTD', find: /\bTTD\b|\btime[- ]to[- ]detect(?:ion)?\b|\bzeit bis zur (?:erkennung|entdeckung)\b/i },
  { id: 'TTA', find: /\bTTA\b|\btime[- ]to[- ]acknowledge(?:ment)?\b|\bzeit bis zur (?:bestätigung|quittierung)\b/i },
  { id: 'TTM', find: /\bTTM\b|\btime[- ]to[- ]mitigat(?:e|ion)\b|\bzeit bis zur (?:eindämmung|entschärfung)\b/i },
  { id: 'TTS', find: /\bTTS\b|\btime[- ]to[- ]stabili[sz](?:e|ation)\b|\bzeit bis zur stabilisierung\b/i },
  { id: 'TTR', find: /\bTTR\b|\btime[- ]to[- ](?:resolve|resolution)\b|\bzeit bis zur (?:behebung|lösung)\b/i },
];
const LASTED: Readonly<Record<Language, RegExp>> = {
  en: new RegExp(`(?<!\\p{L})${INCIDENT.en} (?:lasted|took|went on)(?: for)?(?: (?:about|around|roughly|approximately|some|nearly|almost|over|more than|less than))?\\s*$`, 'iu'),
  de: new RegExp(`(?<!\\p{L})${INCIDENT.de} (?:dauerte|währte|hielt)(?: (?:etwa|ungefähr|rund|ca\\.|knapp|fast|über))?\\s*$`, 'iu'),
};
const NOUN_AFTER: Readonly<Record<Language, RegExp>> = {
  en: /^[- ](?:long )?(?:outage|incident|disruption|interruption)\b/i,
  de: /^(?:iger?|igen|ige)? ?(?:ausfalls?|störung|unterbrechung)(?!\p{L})/iu,
};

/**
 * Where a sentence says another time, duration or count than the timeline. Speaks only where the sentence names what the
 * timeline has: a milestone of the incident, a measured duration, or the title of an entry.
 */
export function findFacts(sentence: Sentence, block: ProseBlock, source: string, known: TimelineKnown): Finding[] {
  if (known.entries.length === 0 || sentence.isHeading || !/\d/.test(sentence.text)) return [];
  const said = source.slice(sentence.offset, sentence.offset + sentence.text.length);
  const times = timesIn(sentence.text);
  const durations = durationsIn(sentence.text, sentence.language);
  const findings: Array<Finding | undefined> = [];
  const titled = known.entries.filter((entry) => quotes(said, entry.title));
  const [titledEntry] = titled;
  if (titled.length === 1 && times.length === 1) findings.push(compareTime(sentence, times[0]!, titledEntry!, known));
  else if (titled.length === 0) for (const { time, entry } of milestoneTimes(sentence, block, times, known.entries)) findings.push(compareTime(sentence, time, entry, known));
  findings.push(...durations.flatMap((duration) => compareDuration(sentence, block, duration, known.entries) ?? []));
  if (titled.length === 0) findings.push(...compareCounts(sentence, known.entries));
  return findings.filter((finding) => finding !== undefined);
}

/** Whether a text holds the title of an entry: one of three words or more, that says something. */
function quotes(text: string, title: string): boolean {
  const wanted = title.trim();
  return wanted.length >= 12 && wanted.split(/\s+/).length >= 3 && text.toLowerCase().includes(wanted.toLowerCase());
}

/** Pairs of a time and the entry of the milestone that the same clause names, where both are the only ones. */
function milestoneTimes(sentence: Sentence, block: ProseBlock, times: readonly SaidTime[], entries: readonly TimelineEntry[]): Array<{ time: SaidTime; entry: TimelineEntry }> {
  const { text, language } = sentence;
  const pairs: Array<{ time: SaidTime; entry: TimelineEntry }> = [];
  let isAboutIncident = false;
  for (const clause of clausesOf(text)) {
    const words = text.slice(clause.start, clause.end);
    const inside = times.filter((time) => time.start >= clause.start && time.end <= clause.end);
    const named = MILESTONES.filter((milestone) => says(words, milestone, language));
    const subject = new RegExp(`(?<!\\p{L})${INCIDENT[language]}(?!\\p{L})`, 'iu').test(words);
    const isLabel = new RegExp(`^\\W*(?:${named.map((m) => MILESTONE_WORDS[language][m]).join('|') || '(?!)'})(?: at| um|:| -|\\W)`, 'iu').test(words) && words.length < 60;
    const goesOn: boolean = isAboutIncident && /^\W*(?:and |then |und |dann )?(?:was |were |it was |it |wurde |war )/i.test(words);
    isAboutIncident = subject || (isAboutIncident && goesOn);
    if (inside.length !== 1 || named.length !== 1 || !(subject || isLabel || goesOn)) continue;
    // "The impact on billing started", "the second incident": not the whole of it.
    if (/\b(?:second|third|another|previous|earlier|first|next|new|zweite\w*|weitere\w*|vorige\w*|erneut\w*|not|nicht|until|bis)\b/i.test(words)) continue;
    const entry = entries.find((one) => one.milestone === named[0]);
    if (entry) pairs.push({ time: inside[0]!, entry });
  }
  if (pairs.length === 0 && times.length === 1 && block.cell !== undefined && text.trim().length < 60) {
    const milestone = milestoneCalled(block.cell.row) ?? milestoneCalled(block.cell.column);
    const entry = milestone && entries.find((one) => one.milestone === milestone);
    if (entry) pairs.push({ time: times[0]!, entry });
  }
  return pairs;
}

function says(words: string, milestone: Milestone, language: Language): boolean {
  return new RegExp(`(?<!\\p{L})${MILESTONE_WORDS[language][milestone]}(?!\\p{L})`, 'iu').test(words);
}

function milestoneCalled(label: string): Milestone | undefined {
  const said = label.trim().replace(/:$/, '').toLowerCase();
  return MILESTONES.find((m) => MILESTONE_TITLE[m].toLowerCase() === said || m === said
    || new RegExp(`^${MILESTONE_WORDS.de[m]}$`, 'iu').test(said) || (m !== 'impact-start' && new RegExp(`^(?:time )?${MILESTONE_WORDS.en[m]}$`, 'iu').test(said)));
}

function clausesOf(text: string): Array<{ start: number; end: number }> {
  const clauses: Array<{ start: number; end: number }> = [];
  let start = 0;
  for (const match of text.matchAll(/[,;](?=\s)|\s(?=(?:and|und|then|dann|before|bevor|after|nachdem|while|während|until|bis)\s)/gi)) {
    clauses.push({ start, end: match.index });
    start = match.index;
  }
  clauses.push({ start, end: text.length });
  return clauses;
}

function compareTime(sentence: Sentence, said: SaidTime, entry: TimelineEntry, known: TimelineKnown): Finding | undefined {
  const { estimateNs, uncertaintyNs } = startEstimate(entry.time);
  const untilNs = entry.time.form === 'interval' ? entry.time.endNs! : estimateNs;
  const named = said.zone === undefined ? undefined : readZone(said.zone, 'UTC');
  // An abbreviation such as PST means several zones: nothing is said.
  if (said.zone !== undefined && named === undefined) return undefined;
  const zones: readonly string[] = named === undefined ? [...new Set([known.zone, entry.time.zone, 'UTC'])] : [named];
  const toleranceNs = uncertaintyNs + (said.isRough ? 10n * NS_PER_MIN : said.hasSeconds ? NS_PER_S : NS_PER_MIN);
  const agrees = zones.some((zone) => instantsOf(said, estimateNs, zone).some((ns) => ns >= estimateNs - toleranceNs && ns <= untilNs + toleranceNs));
  if (agrees) return undefined;
  const zone = zones[0]!;
  const isOtherDay = said.date !== undefined && formatDate(estimateNs, zone) !== said.date;
  const time = formatTimeOfDay(estimateNs, zone, said.hasSeconds ? 'second' : 'minute');
  const right = isOtherDay ? `${formatDate(estimateNs, zone)} ${time}` : time;
  const milestone = entry.milestone ? `${MILESTONE_TITLE[entry.milestone]}, ` : '';
  return finding(sentence, isOtherDay ? said.dateStart! : said.start, said.end, right, `${said.text}, but the timeline says ${right} ${zone} (${milestone}“${entry.title}”).`);
}

/** The instants that a said time may mean near another: of the day it names, or of the days around. */
function instantsOf(said: SaidTime, nearNs: bigint, zone: string): bigint[] {
  if (said.date !== undefined) {
    const [year, month, day] = said.date.split('-').map(Number);
    return both({ year: year!, month: month!, day: day!, hour: said.hour, minute: said.minute, second: said.second, nanosecond: 0 }, zone);
  }
  return [-NS_PER_DAY, 0n, NS_PER_DAY].flatMap((shift) => {
    const at = nearNs + shift;
    const { year, month, day } = nsToCivil(at + zoneOffsetNs(at, zone));
    return both({ year, month, day, hour: said.hour, minute: said.minute, second: said.second, nanosecond: 0 }, zone);
  });
}

function both(civil: Civil, zone: string): bigint[] {
  const local = localToInstant(civil, zone);
  return local.laterNs === undefined ? [local.ns] : [local.ns, local.laterNs];
}

function compareDuration(sentence: Sentence, block: ProseBlock, said: SaidDuration, entries: readonly TimelineEntry[]): Finding | undefined {
  const measured = milestoneDurations(entries).filter((one) => one.durationNs >= 0n);
  if (measured.length === 0) return undefined;
  const { text, language } = sentence;
  const before = text.slice(0, said.start);
  const after = text.slice(said.end);
  const label = block.cell && text.trim().length < 60 ? block.cell.row : '';
  const named = DURATION_WORDS.filter(({ find }) => find.test(before.slice(-60)) || (label !== '' && find.test(label)));
  const last = named.length <= 1 ? named[0] : undefined;
  let candidates: MilestoneDuration[] = [];
  if (last) candidates = measured.filter((one) => one.id === last.id);
  else if (named.length === 0 && (LASTED[language].test(before) || NOUN_AFTER[language].test(after))) candidates = measured.filter((one) => ['TTM', 'TTS', 'TTR'].includes(one.id));
  else if (named.length === 0) {
    const detected = /\b(?:detected|erkannt|entdeckt|bemerkt)\b[^,;]{0,24}\b(?:after|within|in|nach|innerhalb von)\s+(?:\w+ )?$/i.test(before);
    if (detected && new RegExp(INCIDENT[language], 'iu').test(before)) candidates = measured.filter((one) => one.id === 'TTD');
  }
  if (candidates.length === 0) return undefined;
  const agrees = candidates.some(({ durationNs, uncertaintyNs }) => {
    const toleranceNs = uncertaintyNs + said.unitNs + (said.isRough ? said.durationNs / 4n : 0n);
    // "Within 5 minutes", "less than an hour": only longer disagrees.
    const apartNs = durationNs - said.durationNs;
    return (said.bound === 'at-most' && apartNs <= toleranceNs) || (said.bound === 'at-least' && apartNs >= -toleranceNs) || (apartNs <= toleranceNs && apartNs >= -toleranceNs);
  });
  if (agrees) return undefined;
  const right = candidates.at(-1)!;
  const words = formatLike(right.durationNs, said, language);
  return finding(sentence, said.start, said.end, words, `${said.text}, but the timeline says ${words} (${right.title}, ${right.definition}).`);
}

const COUNT = /(?<![\p{L}\p{N}.,:/#-])(\d{1,3}(?:[,.]\d{3})+|\d+)\s+(\p{L}{4,})/gu;
const UNITS = /^(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?|percent|sekunden?|minuten?|stunden?|tagen?|tage|wochen?|monate?n?|jahre?n?|prozent|times|mal|uhr|january|february|march|april|june|july|august|september|october|november|december|januar|februar|märz|juni|juli|oktober|dezember)$/i;

interface Count {
  readonly value: number;
  readonly noun: string;
  readonly start: number;
  readonly digits: string;
}

function countsIn(text: string): Count[] {
  return [...text.matchAll(COUNT)].flatMap((match) => {
    if (UNITS.test(match[2]!)) return [];
    return [{ value: Number(match[1]!.replace(/[.,]/g, '')), noun: stem(match[2]!), start: match.index, digits: match[1]! }];
  });
}

/** A noun said with another number than in the title of an entry that shares further words with the sentence. */
function compareCounts(sentence: Sentence, entries: readonly TimelineEntry[]): Finding[] {
  const counts = countsIn(sentence.text);
  if (counts.length !== 1 || /\b(?:about|around|roughly|approximately|nearly|almost|over|more than|etwa|rund|ungefähr|ca\.|knapp|fast|über|mehr als|out of|of the|von)\s+\d/i.test(sentence.text)) return [];
  const [count] = counts;
  const words = wordsOf(sentence.text);
  const told = entries.flatMap((entry) => {
    const own = countsIn(entry.title).filter((one) => one.noun === count!.noun);
    const shared = [...wordsOf(entry.title)].filter((word) => word !== count!.noun && words.has(word)).length;
    return own.length === 1 && shared >= 2 ? [{ entry, count: own[0]! }] : [];
  });
  if (told.length !== 1 || told[0]!.count.value === count!.value) return [];
  const { entry, count: right } = told[0]!;
  const end = count!.start + count!.digits.length;
  return [finding(sentence, count!.start, end, right.digits, `${count!.digits}, but the timeline says ${right.digits} (“${entry.title}”).`)];
}

const SMALL = new Set('the and for with from into that this were was has had have been after before over under all der die das und mit von aus für nach vor wurde wurden waren sind alle'.split(' '));

function wordsOf(text: string): Set<string> {
  return new Set((text.toLowerCase().match(/\p{L}{3,}/gu) ?? []).filter((word) => !SMALL.has(word)).map(stem));
}

function stem(word: string): string {
  return word.toLowerCase().replace(/(?:ies)$/, 'y').replace(/(?:[^s])s$/, (end) => end.slice(0, 1));
}

function finding(sentence: Sentence, start: number, end: number, right: string, message: string): Finding {
  return {
    rule: 'timeline-fact', severity: 'warning', offset: sentence.offset + start, length: end - start, message: `The text says ${message}`, language: sentence.language,
    rewrites: [{ kind: 'replace', offset: sentence.offset + start, length: end - start, text: right }],
    sentence: { offset: sentence.offset, length: sentence.length },
  };
}

export const TIMELINE_FACT = {
  id: 'timeline-fact', title: 'Text and timeline disagree', severity: 'warning',
  reason: 'The text names a milestone, a measured duration or an entry, and another value than the timeline has, further apart than the uncertainty of both. One of them is wrong, and readers will take either for true.',
} as const;

