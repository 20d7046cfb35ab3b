import type { Person } from '../person.ts';
import type { TimelineEntry } from '../timeline.ts';
import { clearLanguageOf, languageOf } from './language.ts';
import { findIn, MAX_SENTENCE, type Known, type Sentence } from './match.ts';
import { namesToldIn } from './people.ts';
import type { ProseBlock } from './prose.ts';
import type { Finding, Language } from './rule.ts';
import { WORDING_RULES } from './rules/index.ts';
import { sentencesOf } from './sentences.ts';
import { findFacts } from './timeline-fact.ts';

/** What a case knows that a text alone does not say. */
export interface LintContext {
  /** Entries of the timeline; without them facts are not compared. */
  readonly entries?: readonly TimelineEntry[];
  /** Zone of times that name none. */
  readonly zone?: string;
  /** Who took part: their names are known, and their roles are offered instead. */
  readonly people?: readonly Person[];
}

/** Findings in blocks of prose of `text`, in its order. Knows no Markdown: what parsed a text already has its blocks. */
export function lintBlocks(text: string, blocks: readonly ProseBlock[], context: LintContext): Finding[] {
  const entries = context.entries ?? [];
  const roles = [...new Set(entries.map((entry) => entry.role.trim()).filter((role) => role !== ''))];
  const known: Known = { people: context.people ?? [], roles, told: namesToldIn(blocks.map((block) => block.text).join('\n')) };
  const whole = languageOf(blocks.slice(0, 200).map((block) => block.text).join(' '), 'en');
  const findings = blocks.flatMap((block) => {
    if (block.suppressed.has('all')) return [];
    const found = sentencesIn(block, languageOf(block.text, whole)).flatMap((sentence) => [
      ...findIn(sentence, WORDING_RULES, known),
      ...findFacts(sentence, block, text, { entries, zone: context.zone ?? 'UTC' }),
    ]);
    return found.filter((finding) => !block.suppressed.has(finding.rule));
  });
  return findings.toSorted((a, b) => a.offset - b.offset || b.length - a.length || (a.rule < b.rule ? -1 : 1));
}

function sentencesIn(block: ProseBlock, language: Language): Sentence[] {
  const isAction = isActionBlock(block);
  return sentencesOf(block.text, language).map(({ start, end }) => {
    const text = block.text.slice(start, Math.min(end, start + MAX_SENTENCE));
    return { text, offset: block.offset + start, length: end - start, language: clearLanguageOf(text) ?? language, isHeading: block.kind === 'heading', isAction };
  });
}

const ACTIONS = /\b(?:actions?|follow[- ]?ups?|next steps?|to-?dos?|improvements?|remediations?|corrective|preventi(?:on|ve)|recommendations?|(?:short|medium|long)[- ]?term|lessons?(?: learn(?:ed|t))?|moving forward|future work|prevent(?:ing)?|do(?:ne)? better|do differently)\b|maßnahmen?\b|\b(?:nächste schritte|verbesserung(?:en)?|aufgaben|offene punkte|empfehlungen|kurzfristig|mittelfristig|langfristig|lehren|erkenntnisse)\b/i;
const NO_ACTIONS = /\b(?:timeline|chronology|what went|went (?:well|wrong|poorly)|lucky|summary|impact|root causes?|background|contributing|detection|response taken|resolution)\b|\b(?:zeitleiste|zeitverlauf|verlauf|chronologie|zusammenfassung|auswirkung(?:en)?|ursachen?|was lief|hintergrund)\b/i;

/** Whether a block says what is to be done: the innermost heading or lead that tells decides; where none does, an item of a list may. */
function isActionBlock(block: ProseBlock): boolean {
  const titles = block.lead === undefined ? block.under : [...block.under, block.lead];
  for (const title of titles.toReversed()) {
    if (ACTIONS.test(title)) return true;
    if (NO_ACTIONS.test(title)) return false;
  }
  return block.kind === 'item';
}
