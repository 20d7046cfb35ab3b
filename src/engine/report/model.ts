import { formatBytes } from '../../base/bytes.ts';
import { formatCount, plural } from '../../base/text.ts';
import { formatDate, formatDuration, formatOffset, formatTimeOfDay, formatUncertainty, isZone, zoneOffsetNs } from '../../base/time.ts';
import type { Artifact } from '../../model/artifact.ts';
import { citationLabel, formatLocator, type EvidenceReference, type Locator } from '../../model/evidence.ts';
import { clockOfArtifacts, entryOrderEstablished, type ClockOf } from '../../model/clock.ts';
import { byTime, isHindsight, MILESTONES, MILESTONE_TITLE, milestoneDurations, type EntryTime, type TimelineEntry } from '../../model/timeline.ts';
import type { ArtifactRow, Block, Evidence, Fact, MilestoneMark, ReportDocument, TimelineRow } from './document.ts';
import { parsePostmortem, type MarkdownRoot } from '../../model/postmortem.ts';
import { citationsInMarkdown, hasProse, plainText, toBlocks, type CiteAt } from './markdown-body.ts';
import { exactTimeOfDay, knownText, timeText, utcText } from './times.ts';

/** What a citation says: a hash of 8 to 64 digits and a place. */
export interface CitationRequest {
  readonly hashPrefix: string;
  readonly locator: Locator;
}

/** What it means in the case (the answer of `evidence.resolve`). */
export type ResolvedCitation =
  | {
      readonly state: 'found';
      readonly reference: { readonly sha256: string; readonly locator: Locator };
      readonly path: string;
      readonly kind: string;
      readonly text: string;
    }
  | { readonly state: 'unknown-artifact' }
  | { readonly state: 'ambiguous-prefix' }
  | { readonly state: 'outside-artifact'; readonly path: string; readonly sizeBytes: number }
  | { readonly state: 'bytes-missing'; readonly path: string; readonly message: string };

/** Everything a report is made from: plain data, so that it can go to a worker. */
export interface ReportInput {
  readonly title: string;
  readonly incidentId: string;
  readonly zone: string;
  /** Of the last entry of the journal. */
  readonly asOfNs: bigint;
  /** `revision` 0: still the template that every case starts with. */
  readonly postmortem: { readonly text: string; readonly revision: number };
  readonly entries: readonly TimelineEntry[];
  /** What people saw when they cited in the text: excerpt and line, where the bytes themselves do not say. */
  readonly references: readonly EvidenceReference[];
  /** Answers to `citationRequests`, in its order. */
  readonly citations: readonly ResolvedCitation[];
  readonly artifacts: readonly Artifact[];
}

/** The half of it that cites. */
export type Written = Pick<ReportInput, 'postmortem' | 'entries'>;

function requestKey(request: CitationRequest): string {
  return `${request.hashPrefix}:${formatLocator(request.locator)}`;
}

function sortedEntries(input: Written): TimelineEntry[] {
  return [...input.entries].sort(byTime);
}

/** Every citation that a report of this case will print, each once, in order of first use. */
export function citationRequests(input: Written): CitationRequest[] {
  const found = new Map<string, CitationRequest>();
  const add = (request: CitationRequest): void => {
    const key = requestKey(request);
    if (!found.has(key)) found.set(key, { hashPrefix: request.hashPrefix, locator: request.locator });
  };
  const body = parsePostmortem(input.postmortem.text);
  if (isWritten(input, body)) citationsInMarkdown(body).forEach(add);
  for (const entry of sortedEntries(input)) {
    for (const reference of entry.evidence) add({ hashPrefix: reference.sha256, locator: reference.locator });
    citationsInMarkdown(parsePostmortem(entry.note)).forEach(add);
  }
  return [...found.values()];
}

function isWritten(input: Written, body: MarkdownRoot): boolean {
  return input.postmortem.revision > 0 && hasProse(body);
}

export function buildReport(given: ReportInput): ReportDocument {
  // A zone this runtime does not know (another machine's tz database is newer) must not stop a report.
  const input = isZone(given.zone) ? given : { ...given, zone: 'UTC' };
  const body = parsePostmortem(input.postmortem.text);
  const written = isWritten(input, body);
  const register = evidenceRegister(input);
  const { genre, blocks } = written ? writtenBody(body, input.title, register.cite) : { genre: 'Timeline and evidence', blocks: [] };
  const entries = sortedEntries(input);
  const clockOf = clockOfArtifacts(input.artifacts.map((a) => [a.sha256, a.paths[0] ?? '', a.clock] as const));
  const timeline = entries.map((entry, i) => timelineRow(entry, entries[i - 1], input.zone, zoneOffsetNs(entries[0]!.time.startNs, input.zone), register, clockOf));
  const evidence = register.finish();
  const anchorNs = entries[0]?.time.startNs ?? input.asOfNs;
  return {
    title: input.title,
    incidentId: input.incidentId,
    genre,
    asOfNs: input.asOfNs,
    asOf: `${formatDate(input.asOfNs, input.zone)} ${formatTimeOfDay(input.asOfNs, input.zone, 'minute')} ${formatOffset(input.asOfNs, input.zone)}`,
    zone: input.zone,
    zoneText: zoneText(input.zone, anchorNs),
    facts: facts(input, entries, anchorNs),
    milestones: milestoneMarks(entries, input.zone),
    body: blocks,
    bodyHasTimeline: hasFigure(blocks),
    entries,
    figureSpan: figureSpan(entries),
    timeline,
    evidence,
    artifacts: [...input.artifacts].sort((a, b) => (a.paths[0]! < b.paths[0]! ? -1 : a.paths[0]! > b.paths[0]! ? 1 : 0)).map(artifactRow),
    entriesWithoutEvidence: timeline.filter((row) => row.citations.length === 0),
  };
}

function hasFigure(blocks: readonly Block[]): boolean {
  return blocks.some((block) => block.kind === 'timeline-figure'
    || (block.kind === 'quote' && hasFigure(block.blocks))
    || (block.kind === 'list' && block.items.some((item) => hasFigure(item.blocks))));
}

/**
 * The span of milestones and impact and as much again on both sides, when all entries together take more than six
 * times as long: an index built the next morning must not squeeze the outage into a corner.
 */
function figureSpan(entries: readonly TimelineEntry[]): ReportDocument['figureSpan'] {
  const end = (e: TimelineEntry): bigint => e.time.endNs ?? e.time.startNs;
  const latest = (of: readonly TimelineEntry[]): bigint => of.reduce((max, e) => (end(e) > max ? end(e) : max), of[0]!.time.startNs);
  const core = entries.filter((e) => e.milestone !== undefined || e.kind === 'impact');
  if (core.length === 0) return undefined;
  const first = core[0]!.time.startNs;
  const widthNs = latest(core) - first;
  if (widthNs === 0n || latest(entries) - entries[0]!.time.startNs <= 6n * widthNs) return undefined;
  const fromNs = first - widthNs;
  const toNs = first + 2n * widthNs;
  return { fromNs, toNs, omitted: entries.filter((e) => end(e) < fromNs || e.time.startNs > toNs).length };
}

/** A single first heading of level 1 names the document ("Postmortem"); the report's title is that of the case. */
function writtenBody(body: MarkdownRoot, title: string, cite: CiteAt): { genre: string; blocks: Block[] } {
  const first = body.children.find((node) => node.type !== 'html');
  const tops = body.children.filter((node) => node.type === 'heading' && node.depth === 1);
  const names = first?.type === 'heading' && first.depth === 1 && tops.length === 1 ? first : undefined;
  const words = names ? plainText(names).trim() : '';
  const rest: MarkdownRoot = names ? { ...body, children: body.children.filter((node) => node !== names) } : body;
  return {
    genre: words === '' || words === title.trim() ? 'Postmortem' : words,
    blocks: toBlocks(rest, { cite, topLevel: 1 }),
  };
}

interface Register {
  readonly cite: CiteAt;
  number(request: CitationRequest): { number: number; occurrence: number };
  finish(): Evidence[];
}

/** Gives out numbers in order of first use. Two spellings of one reference share a number. */
function evidenceRegister(input: ReportInput): Register {
  const requests = citationRequests(input);
  const answers = new Map(requests.map((request, i) => [requestKey(request), input.citations[i]]));
  const seen = new Map<string, EvidenceReference>();
  for (const reference of [...input.references, ...input.entries.flatMap((entry) => entry.evidence)]) {
    const key = requestKey({ hashPrefix: reference.sha256, locator: reference.locator });
    // Of two that cite the same bytes the one that knows the line says more.
    if (!seen.has(key) || lineOf(reference.locator) !== undefined) seen.set(key, reference);
  }
  const found = new Map<string, { item: Omit<Evidence, 'occurrences'>; occurrences: number }>();
  const number: Register['number'] = (request) => {
    const answer = answers.get(requestKey(request));
    const key = answer?.state === 'found' ? requestKey({ hashPrefix: answer.reference.sha256, locator: answer.reference.locator }) : requestKey(request);
    let held = found.get(key);
    if (!held) {
      held = { item: evidenceItem(found.size + 1, request, answer, seen.get(key)), occurrences: 0 };
      found.set(key, held);
    }
    held.occurrences++;
    return { number: held.item.number, occurrence: held.occurrences };
  };
  return {
    number,
    cite: (citation) => ({ kind: 'citation', ...number(citation) }),
    finish: () => [...found.values()].map(({ item, occurrences }) => ({ ...item, occurrences })),
  };
}

function evidenceItem(
  number: number, request: CitationRequest, answer: ResolvedCitation | undefined, cited: EvidenceReference | undefined,
): Omit<Evidence, 'occurrences'> {
  const found = answer?.state === 'found' ? answer : undefined;
  const locator = found?.reference.locator ?? request.locator;
  const bytes = locator.kind === 'bytes' ? locator : undefined;
  return {
    number,
    label: citationLabel({ sha256: found?.reference.sha256 ?? request.hashPrefix, locator }),
    path: answer && 'path' in answer ? answer.path : undefined,
    sha256: found?.reference.sha256 ?? request.hashPrefix,
    kind: found?.kind,
    line: bytes?.line ?? (cited ? lineOf(cited.locator) : undefined),
    offsetBytes: bytes?.offsetBytes,
    lengthBytes: bytes?.lengthBytes,
    excerpt: found ? (bytes || locator.kind === 'region' ? found.text : undefined) : cited?.excerpt || undefined,
    problem: problemOf(request, answer),
  };
}

function lineOf(locator: Locator): number | undefined {
  return locator.kind === 'bytes' ? locator.line : undefined;
}

function problemOf(request: CitationRequest, answer: ResolvedCitation | undefined): string | undefined {
  const hash = request.hashPrefix;
  switch (answer?.state) {
    case 'found':
      return undefined;
    case 'ambiguous-prefix':
      return `More than one artifact of this case has a SHA-256 that begins with ${hash}. Cite more digits of it.`;
    case 'outside-artifact':
      return request.locator.kind === 'region'
        ? `The region cited lies outside of ${answer.path}, or that is no image.`
        : `${answer.path} has ${formatCount(answer.sizeBytes)} bytes; the range cited lies outside of them.`;
    case 'bytes-missing':
      return `The bytes of ${answer.path} could not be read: ${answer.message}`;
    default:
      return `No artifact of this case has a SHA-256 that begins with ${hash}.`;
  }
}

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function timelineRow(entry: TimelineEntry, above: TimelineEntry | undefined, zone: string, usualOffsetNs: bigint, register: Register, clockOf: ClockOf): TimelineRow {
  const { time } = entry;
  const citations = new Map<number, { number: number; occurrence: number }>();
  for (const reference of entry.evidence) {
    const given = register.number({ hashPrefix: reference.sha256, locator: reference.locator });
    if (!citations.has(given.number)) citations.set(given.number, given);
  }
  return {
    date: formatDate(time.startNs, zone),
    // Where clocks were set meanwhile, the offset that holds stands with the time.
    time: timeText(time, zone) + (zoneOffsetNs(time.startNs, zone) === usualOffsetNs ? '' : ` ${formatOffset(time.startNs, zone)}`),
    utc: utcText(time, zone),
    kind: sentence(entry.kind),
    role: entry.role,
    title: entry.title,
    note: toBlocks(parsePostmortem(entry.note), { cite: register.cite, topLevel: 6 }),
    milestone: entry.milestone ? MILESTONE_TITLE[entry.milestone] : undefined,
    basis: basisText(time),
    known: knownSentence(entry, zone),
    citations: [...citations.values()],
    orderUnknown: above !== undefined && !entryOrderEstablished(above, entry, clockOf),
  };
}

function knownSentence(entry: TimelineEntry, zone: string): string | undefined {
  const known = knownText(entry, zone);
  if (known === '') return undefined;
  return isHindsight(entry) ? `not known at the time, learned ${known}` : `known since ${known}`;
}

function basisText(time: EntryTime): string | undefined {
  if (time.basis === 'evidence') return undefined;
  return time.text ? `time ${time.basis}: ${time.text}` : `time ${time.basis}`;
}

function milestoneMarks(entries: readonly TimelineEntry[], zone: string): MilestoneMark[] {
  return MILESTONES.flatMap((milestone) => {
    const entry = entries.find((e) => e.milestone === milestone);
    if (!entry) return [];
    // An interval reaches its milestone at its start; "between" stays as vague as it is.
    const time: EntryTime = entry.time.form === 'interval' ? { ...entry.time, form: 'point', endNs: undefined } : entry.time;
    return [{ title: MILESTONE_TITLE[milestone], time: timeText(time, zone), date: formatDate(time.startNs, zone), utc: utcText(time, zone) }];
  });
}

function facts(input: ReportInput, entries: readonly TimelineEntry[], anchorNs: bigint): Fact[] {
  const { zone } = input;
  const out: Fact[] = [];
  const held = (milestone: string): TimelineEntry | undefined => entries.find((e) => e.milestone === milestone);
  const start = held('impact-start');
  const end = held('resolved') ?? held('mitigated');
  if (start && end && end.time.startNs >= start.time.startNs) {
    const sameDay = formatDate(start.time.startNs, zone) === formatDate(end.time.startNs, zone);
    const to = `${sameDay ? '' : `${formatDate(end.time.startNs, zone)} `}${exactTimeOfDay(end.time.startNs, zone)}`;
    out.push({
      label: 'Impact',
      value: `${formatDate(start.time.startNs, zone)} ${exactTimeOfDay(start.time.startNs, zone)} to ${to}`,
      definition: `impact start to ${MILESTONE_TITLE[end.milestone!].toLowerCase()}`,
    });
  }
  for (const duration of milestoneDurations(entries)) {
    const uncertainty = duration.uncertaintyNs > 0n ? ` ${formatUncertainty(duration.uncertaintyNs)}` : '';
    out.push({ label: duration.title, value: `${formatDuration(duration.durationNs)}${uncertainty}`, definition: duration.definition });
  }
  const unsupported = entries.filter((e) => e.evidence.length === 0).length;
  out.push({
    label: 'Timeline', value: plural(entries.length, 'entry', 'entries'),
    definition: entries.length === 0 ? '' : unsupported === 0 ? 'each cites evidence' : `${formatCount(unsupported)} without evidence, listed at the end`,
  });
  const bytes = input.artifacts.reduce((sum, a) => sum + a.sizeBytes, 0);
  const records = input.artifacts.reduce((sum, a) => sum + a.records, 0);
  out.push({ label: 'Evidence', value: `${plural(input.artifacts.length, 'file')}, ${formatBytes(bytes)}`, definition: plural(records, 'record') });
  out.push({ label: 'Times', value: zoneText(zone, anchorNs), definition: zone === 'UTC' ? '' : 'UTC beside them' });
  return out;
}

function zoneText(zone: string, atNs: bigint): string {
  const offset = formatOffset(atNs, zone);
  return offset === zone ? zone : `${zone} (${offset})`;
}

const STATUS: Readonly<Record<Artifact['status'], string>> = {
  understood: '', carried: 'kept, not understood yet', pending: 'not indexed yet', failed: 'indexing broke off',
};

function artifactRow(artifact: Artifact): ArtifactRow {
  // Of records, not of bytes: line ends and blank lines belong to no record and would look like a loss.
  const share = artifact.records === 0 ? undefined : 100 * (1 - artifact.notUnderstood / artifact.records);
  const understood = share === undefined ? '' : share > 99.9 && share < 100 ? '>99.9 %' : `${Number(share.toFixed(1))} %`;
  return {
    path: artifact.paths[0]!,
    otherPaths: artifact.paths.slice(1),
    sha256: artifact.sha256,
    size: formatBytes(artifact.sizeBytes),
    kind: artifact.status === 'understood' ? artifact.title : artifact.status === 'carried' && artifact.kind !== 'unknown' ? `${artifact.title}, not read yet` : STATUS[artifact.status],
    records: formatCount(artifact.records),
    understood: artifact.status === 'understood' || artifact.status === 'failed' ? understood : '',
    diagnostics: formatCount(artifact.diagnostics),
    referencedInPlace: artifact.storage === 'referenced',
  };
}
