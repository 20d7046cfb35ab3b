import { plural } from '../../base/text.ts';
import type { FaultNode, FaultTreeDocument } from './document.ts';
import { freeName, newEvent, newGate, type NewId } from './edit.ts';
import type { ServiceEdge, ServiceNode } from '../trace.ts';

/**
 * The tree of a service as its traces show it: it fails when it does so by itself, or when something it calls fails.
 * What several call is one event for all of them. A call back to a caller would be a loop and is left out, which changes
 * nothing: whoever is reached fails the top anyway. `undefined`: the map has no such node.
 */
export function treeOfService(
  map: { readonly nodes: readonly ServiceNode[]; readonly edges: readonly ServiceEdge[] }, serviceId: string, { createdAtNs, newId }: { readonly createdAtNs: bigint; readonly newId: NewId },
): FaultTreeDocument | undefined {
  const byId = new Map(map.nodes.map((node) => [node.id, node]));
  const first = byId.get(serviceId);
  if (!first) return undefined;
  const called = new Map<string, ServiceEdge[]>();
  for (const edge of map.edges) called.set(edge.from, [...called.get(edge.from) ?? [], edge]);
  const treeId = newId();
  const taken = new Set<string>();
  const name = (prefix: string): string => {
    const free = freeName(taken, prefix);
    taken.add(free.toLowerCase());
    return free;
  };
  const nodes: FaultNode[] = [];
  const done = new Map<string, FaultNode>();
  const open = new Set<string>();

  const visit = (service: ServiceNode): FaultNode => {
    const known = done.get(service.id);
    if (known) return known;
    const words = service.name === '' ? 'a service without a name' : service.name;
    const calls = (called.get(service.id) ?? []).filter((edge) => edge.to !== service.id && byId.has(edge.to)).toSorted((a, b) => b.calls - a.calls || (a.to < b.to ? -1 : 1));
    open.add(service.id);
    if (calls.length === 0) {
      const event = { ...newEvent(treeId, newId(), name('E'), service.kind === 'external' ? 'undeveloped' : 'basic'), title: `${words} fails`, note: seen(service) };
      nodes.push(event);
      done.set(service.id, event);
      open.delete(service.id);
      return event;
    }
    const gate = { ...newGate(treeId, newId(), name('G'), 'or', []), title: `${words} fails` };
    nodes.push(gate);
    const own = { ...newEvent(treeId, newId(), name('E')), title: `${words} fails by itself`, note: seen(service) };
    nodes.push(own);
    gate.inputs.push({ id: own.id, complement: false });
    for (const edge of calls) if (!open.has(edge.to)) gate.inputs.push({ id: visit(byId.get(edge.to)!).id, complement: false });
    done.set(service.id, gate);
    open.delete(service.id);
    return gate;
  };

  const top = visit(first);
  return {
    tree: { kind: 'fault-tree', id: treeId, title: top.title, note: '', tops: [top.id], per: '', parameters: [], commonCauses: [], createdAtNs },
    nodes,
  };
}

function seen({ requests, errors }: ServiceNode): string {
  return `${plural(requests, 'request')} in the traces, ${errors === 0 ? 'none with an error' : plural(errors, 'error')}.`;
}
