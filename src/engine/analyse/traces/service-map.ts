import type { ServiceEdge, ServiceNode } from '../../../model/trace.ts';
import type { CalledBy, Peer, ServiceSpans } from '../../index/contract.ts';

export interface ServiceMap {
  readonly nodes: ServiceNode[];
  readonly edges: ServiceEdge[];
}

/**
 * Services, what they called, and who called whom. A peer that bears the name of a service is that service: the call
 * counts beside those that spans of the service prove, in an edge of its own kind only where there is none yet.
 */
export function assembleServiceMap(services: readonly ServiceSpans[], calls: readonly CalledBy[], peers: readonly Peer[]): ServiceMap {
  const nodes = new Map<string, ServiceNode>(services.map(({ name, ...facts }) => {
    const id = `service:${name}`;
    return [id, { id, kind: 'service', name, system: '', ...facts }];
  }));
  const edges = new Map<string, ServiceEdge>(calls.map(({ from, to, ...facts }) => [`${from}\n${to}`, { from: `service:${from}`, to: `service:${to}`, ...facts }]));
  for (const { from, kind, system, name, ...facts } of peers) {
    const isService = kind === 'external' && nodes.has(`service:${name}`);
    const id = isService ? `service:${name}` : `${kind}:${name}`;
    const key = `${from}\n${isService ? name : id}`;
    if (isService && (edges.has(key) || from === name)) continue;
    const edge = edges.get(key);
    edges.set(key, edge ? { ...edge, ...added(edge, facts), calls: edge.calls + facts.calls } : { from: `service:${from}`, to: id, ...facts });
    if (isService) continue;
    const before = nodes.get(id);
    const { calls: count, ...rest } = facts;
    nodes.set(id, before
      ? { ...before, ...added(before, rest), spans: before.spans + count, requests: before.requests + count }
      : { id, kind, name, system, spans: count, requests: count, ...rest });
  }
  return { nodes: [...nodes.values()], edges: [...edges.values()] };
}

type Facts = Pick<ServiceEdge, 'errors' | 'p50Ns' | 'p95Ns'>;

/** Errors add up. Quantiles of two groups are not known from those of each: the larger stands, which hides nothing. */
function added(a: Facts, b: Facts): Facts {
  const p50Ns = larger(a.p50Ns, b.p50Ns);
  const p95Ns = larger(a.p95Ns, b.p95Ns);
  return { errors: a.errors + b.errors, ...(p50Ns === undefined ? {} : { p50Ns }), ...(p95Ns === undefined ? {} : { p95Ns }) };
}

function larger(a: bigint | undefined, b: bigint | undefined): bigint | undefined {
  return a === undefined || (b !== undefined && b > a) ? b : a;
}
