import { formatDate, formatOffset, formatTimeOfDay, isZone, zoneOffsetNs } from '../../base/time.ts';
import { clockOfArtifacts } from '../../model/clock.ts';
import { itemsOf } from '../../model/item.ts';
import { languageOf } from '../../model/lint/language.ts';
import { roleTeller } from '../../model/person.ts';
import { liveBlockOf, parsePostmortem, walkMarkdown, type MarkdownRoot } from '../../model/postmortem.ts';
import { maskSensitive } from '../../model/sensitivity.ts';
import { byTime, type TimelineEntry } from '../../model/timeline.ts';
import type { ActionRow, Block, ReportDocument } from './document.ts';
import { externalEvidence, externalInput } from './external.ts';
import type { CitationRequest, ReportInput, Written } from './input.ts';
import { blockCitations, liveBlocks } from './live.ts';
import { inlineText } from './words.ts';
import { citationsInMarkdown, hasProse, plainText, toBlocks, type BlockOptions } from './markdown-body.ts';
import { evidenceRegister, requestKey } from './register.ts';
import { artifactRow, facts, milestoneMarks, timelineRow, zoneText } from './rows.ts';
import { mapTexts } from './texts.ts';
import { actionRows, reviewSessions, severityOf, statusOf } from './work.ts';

export * from './input.ts';

function sortedEntries(input: Written): TimelineEntry[] {
  return [...input.entries].sort(byTime);
}

/** Every citation that a report of this case will print, each once. Those of live blocks come last: they are known last. */
export function citationRequests(input: Written): CitationRequest[] {
  const found = new Map<string, CitationRequest>();
  const add = (request: CitationRequest): void => {
    const key = requestKey(request);
    if (!found.has(key)) found.set(key, { hashPrefix: request.hashPrefix, locator: request.locator });
  };
  const inText = (text: string): void => citationsInMarkdown(parsePostmortem(text)).forEach(add);
  const inEvidence = (evidence: TimelineEntry['evidence']): void => evidence.forEach(({ sha256, locator }) => add({ hashPrefix: sha256, locator }));
  const body = parsePostmortem(input.postmortem.text);
  if (isWritten(input, body)) citationsInMarkdown(body).forEach(add);
  for (const entry of sortedEntries(input)) {
    inEvidence(entry.evidence);
    inText(entry.note);
  }
  for (const { why } of itemsOf(input.items, 'severity')) why.forEach((step) => inEvidence(step.evidence));
  for (const action of itemsOf(input.items, 'action')) {
    inEvidence(action.evidence);
    inText(action.note);
  }
  for (const minute of itemsOf(input.items, 'minute')) inText(minute.text);
  blockCitations(input.blocks).forEach(add);
  return [...found.values()];
}

function isWritten(input: Written, body: MarkdownRoot): boolean {
  return input.postmortem.revision > 0 && hasProse(body);
}

export function buildReport(given: ReportInput): ReportDocument {
  // A zone this runtime does not know (another machine's tz database is newer) must not stop a report.
  const known = isZone(given.zone) ? given : { ...given, zone: 'UTC' };
  const isExternal = given.options.audience === 'external';
  const input = isExternal ? externalInput(known) : known;
  return withOptions(documentOf(input, citationRequests(given), isExternal), input);
}

function documentOf(input: ReportInput, requests: readonly CitationRequest[], isExternal: boolean): ReportDocument {
  const { zone, items } = input;
  const body = parsePostmortem(input.postmortem.text);
  const written = isWritten(input, body);
  const register = evidenceRegister(input, requests);
  const clockOf = clockOfArtifacts(input.artifacts.map((a) => [a.sha256, a.paths[0] ?? '', a.clock] as const));
  const actions = itemsOf(items, 'action');
  const places = new Map([...walkMarkdown(body)].filter((node) => liveBlockOf(node) !== undefined).map((node, i) => [node, i]));
  const live: BlockOptions['live'] = (node, info) => liveBlocks(input.blocks[places.get(node) ?? Infinity], info, { input, register, clockOf, actions });
  const { genre, blocks } = written ? writtenBody(body, input.title, { cite: register.cite, topLevel: 1, live }) : { genre: 'Timeline and evidence', blocks: [] };
  const severity = severityOf(items, register);
  const entries = sortedEntries(input);
  const timeline = entries.map((entry, i) => timelineRow(entry, entries[i - 1], zone, zoneOffsetNs(entries[0]!.time.startNs, zone), register, clockOf));
  const anchorNs = entries[0]?.time.startNs ?? input.asOfNs;
  const inBody = new Set([...places].flatMap(([, i]) => { const block = input.blocks[i]; return block?.kind === 'actions' ? block.actions.map((action) => action.id) : []; }));
  const bodyHasActions = actions.length > 0 && actions.every((action) => inBody.has(action.id));
  const rowsOf = (some: typeof actions): ActionRow[] => actionRows(some, actions, bodyHasActions ? undefined : register);
  const declined = rowsOf(actions.filter((action) => action.state === 'declined'));
  const open = rowsOf(actions.filter((action) => action.state !== 'declined'));
  const reviews = reviewSessions(input, register);
  const evidence = register.finish();
  return {
    // A document needs a name (PDF/UA-1, 7.1), a case can do without.
    title: [input.title, input.incidentId, genre].find((name) => name.trim() !== '') ?? '',
    incidentId: input.incidentId,
    genre,
    audience: input.options.audience,
    language: languageOf([input.postmortem.text, ...input.entries.map((entry) => entry.title)].join('\n'), 'en'),
    notices: notices(input),
    status: statusOf(items, zone),
    severity,
    asOfNs: input.asOfNs,
    asOf: `${formatDate(input.asOfNs, zone)} ${formatTimeOfDay(input.asOfNs, zone, 'minute')} ${formatOffset(input.asOfNs, zone)}`,
    zone,
    zoneText: zoneText(zone, anchorNs),
    facts: facts(input, entries, anchorNs),
    milestones: milestoneMarks(entries, zone),
    body: blocks,
    bodyHasTimeline: hasBlock(blocks, (block) => block.kind === 'timeline-figure'),
    bodyHasActions,
    summary: summaryOf(blocks),
    actions: open,
    declined,
    reviews,
    entries,
    figureSpan: figureSpan(entries),
    timeline,
    evidence: isExternal ? evidence.map(externalEvidence) : evidence,
    artifacts: isExternal ? [] : [...input.artifacts].sort((a, b) => (a.paths[0]! < b.paths[0]! ? -1 : a.paths[0]! > b.paths[0]! ? 1 : 0)).map(artifactRow),
    entriesWithoutEvidence: isExternal ? [] : timeline.filter((row) => row.citations.length === 0),
  };
}

function notices({ options }: ReportInput): string[] {
  return [
    ...(options.audience === 'external' ? ['External version.'] : []),
    ...(options.roles ? [options.audience === 'external' ? 'People are shown as roles.' : 'People are shown as roles, in excerpts of evidence too.'] : []),
    ...(options.mask ? ['What looks like a secret or personal data is masked as ‹redacted›.'] : []),
  ];
}

/** People as roles and masks: over every text of the finished document, so that none is forgotten. */
function withOptions(report: ReportDocument, { items, options: { roles, mask } }: ReportInput): ReportDocument {
  if (!roles && !mask) return report;
  const tell = roles ? roleTeller(itemsOf(items, 'person')) : (text: string) => text;
  const change = (text: string): string => {
    const told = tell(text);
    return mask ? maskSensitive(told) : told;
  };
  // Entries stand in the table and in the figure, kinds in every row.
  const known = new Map<string, string>();
  return mapTexts(report, (text, key) => {
    // Half an address leads nowhere: it is left out, and its words stay. A web address that names somebody stays whole.
    if (key === 'url') return (mask && maskSensitive(text) !== text) || (/^mailto:/i.test(text) && tell(text) !== text) ? '' : text;
    let shown = known.get(text);
    if (shown === undefined) known.set(text, shown = change(text));
    return shown;
  });
}

const SUMMARY = /^(?:executive |management )?(?:summary|overview|tl;?dr|zusammenfassung|überblick|kurzfassung)\b/i;

/** Paragraphs under the heading of a summary, else the first paragraph of the text. */
function summaryOf(blocks: readonly Block[]): Block[] {
  const isText = (block: Block): boolean => block.kind === 'paragraph' || block.kind === 'list';
  const at = blocks.findIndex((block) => block.kind === 'heading' && SUMMARY.test(inlineText(block.children).trim()));
  if (at >= 0) {
    const end = blocks.findIndex((block, i) => i > at && block.kind === 'heading');
    const found = blocks.slice(at + 1, end < 0 ? undefined : end).filter(isText);
    if (found.length > 0) return found;
  }
  const first = blocks.find((block) => block.kind === 'paragraph');
  return first ? [first] : [];
}

function hasBlock(blocks: readonly Block[], is: (block: Block) => boolean): boolean {
  return blocks.some((block) => is(block)
    || (block.kind === 'quote' && hasBlock(block.blocks, is))
    || (block.kind === 'list' && block.items.some((item) => hasBlock(item.blocks, is))));
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
function writtenBody(body: MarkdownRoot, title: string, options: BlockOptions): { genre: string; blocks: Block[] } {
  const first = body.children.find((node) => node.type !== 'html');
  const tops = body.children.filter((node) => node.type === 'heading' && node.depth === 1);
  const names = first?.type === 'heading' && first.depth === 1 && tops.length === 1 ? first : undefined;
  const words = names ? plainText(names).trim() : '';
  const rest: MarkdownRoot = names ? { ...body, children: body.children.filter((node) => node !== names) } : body;
  return { genre: words === '' || words === title.trim() ? 'Postmortem' : words, blocks: toBlocks(rest, options) };
}
