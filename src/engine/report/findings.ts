import { findSensitive, hintOf, isSecret, maskSensitive, type SensitiveKind } from '../../model/sensitivity.ts';
import type { Block, ReportDocument } from './document.ts';
import type { ReportInput } from './input.ts';
import { buildReport } from './model.ts';
import { textsIn } from './texts.ts';
import { inlineText } from './words.ts';

/** Something in a report that looks like a secret or like personal data. */
export interface Finding {
  readonly kind: SensitiveKind;
  readonly isSecret: boolean;
  /** Where it would be printed: “Postmortem, Summary”, “Evidence 3, web-1/access.log”. */
  readonly where: string;
  /** What it begins with and how long it is; never the whole of it. */
  readonly hint: string;
  /** What it was recognised by. */
  readonly why: string;
  /** 1-based line of the postmortem's text, where it is there. */
  readonly line?: number;
  /** The entry it is told by. */
  readonly entryId?: string;
  /** How often it would be printed there. */
  readonly count: number;
}

/** A text and where it would be printed. */
interface Place {
  readonly where: string;
  readonly texts: readonly string[];
  readonly entryId?: string;
  readonly isBody?: boolean;
}

/** Everything that looks sensitive in what a report of this input would print, secrets first. Equal findings of one place count once. */
export function checkReport(input: ReportInput): Finding[] {
  const report = buildReport(input);
  const found = new Map<string, Finding>();
  for (const { where, texts, entryId, isBody } of placesOf(report)) {
    for (const text of texts) {
      for (const { kind, start, end, why } of findSensitive(text)) {
        const words = text.slice(start, end);
        const key = `${where}\n${kind}\n${words}`;
        const held = found.get(key);
        const at = isBody ? input.postmortem.text.indexOf(words.split('\n')[0]!) : -1;
        found.set(key, held ? { ...held, count: held.count + 1 } : {
          kind, isSecret: isSecret(kind), where: maskSensitive(where), hint: hintOf(words), why, count: 1, ...(entryId === undefined ? {} : { entryId }),
          ...(at < 0 ? {} : { line: input.postmortem.text.slice(0, at).split('\n').length }),
        });
      }
    }
  }
  return [...found.values()].sort((a, b) => Number(b.isSecret) - Number(a.isSecret));
}

function placesOf(report: ReportDocument): Place[] {
  const { entries, timeline } = report;
  return [
    { where: 'Title and facts', texts: textsIn([report.title, report.incidentId, report.genre, report.facts]) },
    ...bodyPlaces(report.body),
    { where: 'Severity', texts: textsIn(report.severity?.steps ?? []) },
    ...[...report.actions, ...report.declined].map((action): Place => ({ where: `Action “${action.title}”`, texts: textsIn(action) })),
    ...report.reviews.map((review): Place => ({ where: `Review “${review.title}”`, texts: textsIn(review) })),
    ...timeline.map((row, i): Place => ({ where: `Timeline, ${row.time} ${row.title}`, texts: textsIn(row), entryId: entries[i]!.id })),
    ...report.evidence.map((item): Place => ({ where: `Evidence ${item.number}${item.path === undefined ? '' : `, ${item.path}`}`, texts: textsIn([item.path ?? '', item.excerpt ?? '', item.problem ?? '']) })),
    ...report.artifacts.map((artifact): Place => ({ where: `Evidence in this case, ${artifact.path}`, texts: [artifact.path, ...artifact.otherPaths] })),
  ];
}

function bodyPlaces(blocks: readonly Block[]): Place[] {
  let heading = '';
  return blocks.map((block): Place => {
    if (block.kind === 'heading') heading = inlineText(block.children).trim();
    return { where: heading === '' ? 'Postmortem' : `Postmortem, ${heading}`, texts: block.kind === 'figure' ? textsIn([block.caption, block.inWords]) : textsIn(block), isBody: true };
  });
}
