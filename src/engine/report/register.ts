import { formatCount } from '../../base/text.ts';
import { citationLabel, formatLocator, type EvidenceReference, type Locator } from '../../model/evidence.ts';
import type { Evidence } from './document.ts';
import type { CitationRequest, ReportInput, ResolvedCitation } from './input.ts';
import type { CiteAt } from './markdown-body.ts';

export function requestKey(request: CitationRequest): string {
  return `${request.hashPrefix}:${formatLocator(request.locator)}`;
}

/** Gives out numbers of evidence. */
export interface Register {
  readonly cite: CiteAt;
  number(request: CitationRequest): { number: number; occurrence: number };
  /** Numbers of references, each once. */
  numbers(references: ReadonlyArray<Pick<EvidenceReference, 'sha256' | 'locator'>>): Array<{ number: number; occurrence: number }>;
  finish(): Evidence[];
}

/** Numbers in order of first use. Two spellings of one reference share a number. `requests` are those that `input.citations` answers. */
export function evidenceRegister(input: ReportInput, requests: readonly CitationRequest[]): Register {
  const answers = new Map(requests.map((request, i) => [requestKey(request), input.citations[i]]));
  const seen = new Map<string, EvidenceReference>();
  for (const reference of [...input.references, ...input.entries.flatMap((entry) => entry.evidence)]) {
    const key = requestKey({ hashPrefix: reference.sha256, locator: reference.locator });
    // Of two that cite the same bytes the one that knows the line says more.
    if (!seen.has(key) || lineOf(reference.locator) !== undefined) seen.set(key, reference);
  }
  const found = new Map<string, { item: Omit<Evidence, 'occurrences'>; occurrences: number }>();
  const keyOf = (request: CitationRequest): string => {
    const answer = answers.get(requestKey(request));
    return answer?.state === 'found' ? requestKey({ hashPrefix: answer.reference.sha256, locator: answer.reference.locator }) : requestKey(request);
  };
  const number: Register['number'] = (request) => {
    const answer = answers.get(requestKey(request));
    const key = keyOf(request);
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
    numbers: (references) => {
      const requests = references.map(({ sha256, locator }) => ({ hashPrefix: sha256, locator }));
      return [...new Map(requests.map((request) => [keyOf(request), request])).values()].map(number);
    },
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
