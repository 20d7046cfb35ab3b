import { useMemo } from 'react';
import { plural } from '../../../base/text.ts';
import { formatDuration, formatTimeOfDay } from '../../../base/time.ts';
import { formatCitation, referenceKey, type EvidenceReference } from '../../../model/evidence.ts';
import { itemsOf } from '../../../model/item.ts';
import { byTime } from '../../../model/timeline.ts';
import { api } from '../../../protocol/api.ts';
import { useCaseInfo, useRead } from '../../rpc/react.tsx';
import { useZone } from '../../state/react.tsx';
import type { CitedText } from './citations.ts';
import type { Knowledge } from './complete.ts';

const SERVICES = { filter: { terms: [] }, field: 'service', contains: '', limit: 200 };
const TRACES = { filter: {}, sort: 'errors', descending: true, from: 0, count: 30 } as const;
const MOST = 500;

export interface CaseKnowledge extends Knowledge {
  /** The evidence behind a completion. */
  readonly references: ReadonlyMap<string, EvidenceReference>;
  /** Services and titles: what a sentence about the incident names. */
  readonly names: readonly string[];
}

/** What the case has that a text can name: evidence, entries, roles, fields, tables; traces where it `namesTraces`. */
export function useKnowledge(cited: CitedText, namesTraces: boolean): CaseKnowledge {
  const zone = useZone(useCaseInfo().zone);
  const timeline = useRead(api.listTimeline, {}, { dependsOn: 'work' }).data;
  const saved = useRead(api.listSaved, {}, { dependsOn: 'work' }).data;
  const people = useRead(api.listItems, { kinds: ['person', 'action'] }, { dependsOn: 'work' }).data;
  const evidence = useRead(api.listEvidence, {}, { dependsOn: 'index' }).data;
  const fields = useRead(api.listFields, {}, { dependsOn: 'index' }).data;
  const services = useRead(api.fieldValues, SERVICES, { dependsOn: 'index' }).data;
  const tables = useRead(api.sqlSchema, {}, { dependsOn: 'index' }).data;
  const traces = useRead(api.listTraces, TRACES, { dependsOn: 'index', enabled: namesTraces }).data?.rows;
  return useMemo(() => {
    const entries = [...(timeline ?? [])].sort(byTime);
    const titles = new Map(entries.toReversed().flatMap((e) => e.evidence.map((reference) => [referenceKey(reference), e.title] as const)));
    const hashes = new Map<string, number>();
    for (const { sha256 } of evidence ?? []) hashes.set(sha256.slice(0, 8), (hashes.get(sha256.slice(0, 8)) ?? 0) + 1);
    const cite = (reference: Pick<EvidenceReference, 'sha256' | 'locator'>): string => formatCitation(reference, (hashes.get(reference.sha256.slice(0, 8)) ?? 0) > 1 ? 64 : 8);
    const references = new Map<string, EvidenceReference>();
    const hints = new Map<string, string>();
    const add = (reference: EvidenceReference, hint: string): void => {
      const key = referenceKey(reference);
      if (references.has(key) || references.size >= MOST) return;
      references.set(key, reference);
      hints.set(key, hint);
    };
    for (const citation of cited.citations.toReversed()) {
      const resolved = cited.resolve(citation);
      if (resolved?.state === 'found') add({ ...resolved.reference, excerpt: resolved.reference.excerpt || resolved.text.slice(0, 4000) }, `citation ${citation.number}`);
    }
    for (const mark of saved?.marks ?? []) {
      if (mark.lengthBytes > 0) add({ sha256: mark.sha256, locator: { kind: 'bytes', offsetBytes: mark.offsetBytes, lengthBytes: mark.lengthBytes }, excerpt: mark.excerpt, addedBy: '', addedAtNs: 0n }, 'marked');
    }
    for (const entry of entries) for (const reference of entry.evidence) add(reference, 'cited by the timeline');
    const roles = new Set([...entries.map((e) => e.role), ...itemsOf(people ?? [], 'person').map((p) => p.role), ...itemsOf(people ?? [], 'action').map((a) => a.ownerRole)].map((role) => role.trim()).filter((role) => role !== ''));
    const names = services?.values.map((v) => v.value) ?? [];
    return {
      references,
      pictures: (evidence ?? []).flatMap((a) => (a.kind === 'image' ? [{ citation: cite({ sha256: a.sha256, locator: { kind: 'artifact' } }), path: a.paths[0] ?? a.sha256 }] : [])),
      traces: (traces ?? []).map((t) => ({ traceId: t.traceId, says: `${t.service} ${t.name}, ${formatDuration(t.durationNs)}, ${plural(t.errors, 'error')}` })),
      evidence: [...references].map(([key, reference]) => ({ key, citation: cite(reference), excerpt: reference.excerpt, title: titles.get(key), hint: hints.get(key)! })),
      entries: entries.map((e) => {
        const when = formatTimeOfDay(e.time.startNs, zone, 'minute');
        return { id: e.id, when, title: e.title, kind: e.kind, insert: `${when} ${zone}, ${e.title}${e.evidence[0] ? ` ${cite(e.evidence[0])}` : ''}` };
      }),
      roles: [...roles].sort(), fields: fields ?? [], services: names, tables: tables ?? [],
      names: [...names, ...entries.map((e) => e.title)],
    };
  }, [cited, timeline, saved, people, evidence, fields, services, tables, traces, zone]);
}
