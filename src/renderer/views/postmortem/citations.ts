import { useMemo, useState } from 'react';
import { truncate, visibleText } from '../../../base/text.ts';
import { formatLocator, type Citation } from '../../../model/evidence.ts';
import { citationsOf, numberCitations, type MarkdownRoot, type PlacedCitation } from '../../../model/postmortem.ts';
import { api, type Api } from '../../../protocol/api.ts';
import type { OutputOf } from '../../../protocol/define.ts';
import { whereText } from '../../parts/evidence-picker.tsx';
import { useRead } from '../../rpc/react.tsx';

export type Resolved = OutputOf<Api['resolveCitations']>[number];

export interface CitedText {
  readonly citations: readonly PlacedCitation[];
  /** What a citation means; `undefined` while it is not known yet. */
  resolve(citation: Pick<Citation, 'hashPrefix' | 'locator'>): Resolved | undefined;
}

function keyOf(citation: Pick<Citation, 'hashPrefix' | 'locator'>): string {
  return `${citation.hashPrefix}:${formatLocator(citation.locator)}`;
}

/** The citations of a text, numbered, and what each means in this case. */
export function useCitations(text: string, root: MarkdownRoot): CitedText {
  const citations = useMemo(() => numberCitations(citationsOf(text, root)), [text, root]);
  const requests = useMemo(() => {
    const byKey = new Map(citations.map((c) => [keyOf(c), { hashPrefix: c.hashPrefix, locator: c.locator }]));
    return [...byKey.values()].slice(0, 5000);
  }, [citations]);
  const answer = useRead(api.resolveCitations, { citations: requests }, { dependsOn: 'index', enabled: requests.length > 0 });
  const [known, setKnown] = useState<{ readonly data: readonly Resolved[]; readonly byKey: ReadonlyMap<string, Resolved> }>({ data: [], byKey: new Map() });
  const { data, outdated } = answer;
  // An outdated answer is one to other requests: its order says nothing about these. What was known stays meanwhile.
  if (data && !outdated && data !== known.data && data.length === requests.length) {
    setKnown({ data, byKey: new Map(requests.map((request, i) => [keyOf(request), data[i]!])) });
  }
  return useMemo(() => ({ citations, resolve: (citation) => known.byKey.get(keyOf(citation)) }), [citations, known]);
}

/** Place and beginning of what is cited, for a tooltip. */
export function tipText(resolved: Resolved | undefined): string {
  return resolved?.state === 'found' ? `${whereText(resolved)}: ${truncate(visibleText(resolved.text), 240)}` : whereText(resolved);
}

export function isBroken(resolved: Resolved | undefined): boolean {
  return resolved !== undefined && resolved.state !== 'found';
}
