import { expect, test } from 'vitest';
import { assembleServiceMap } from './service-map.ts';

const service = (name: string): Parameters<typeof assembleServiceMap>[0][number] => ({ name, spans: 4, errors: 1, requests: 2, p50Ns: 5n, p95Ns: 9n });
const call = { calls: 3, errors: 1, p50Ns: 2n, p95Ns: 4n };

test('services, calls and what left no spans', () => {
  const { nodes, edges } = assembleServiceMap([service('web'), service('pay')], [{ from: 'web', to: 'pay', ...call }], [{ from: 'pay', kind: 'database', system: 'postgresql', name: 'ledger', ...call }]);
  expect(nodes.map((n) => [n.id, n.kind, n.system, n.spans, n.requests, n.errors])).toEqual([
    ['service:web', 'service', '', 4, 2, 1], ['service:pay', 'service', '', 4, 2, 1], ['database:ledger', 'database', 'postgresql', 3, 3, 1],
  ]);
  expect(edges).toEqual([{ from: 'service:web', to: 'service:pay', ...call }, { from: 'service:pay', to: 'database:ledger', ...call }]);
});

test('a peer with the name of a service is that service', () => {
  const { nodes, edges } = assembleServiceMap([service('web'), service('pay')], [], [{ from: 'web', kind: 'external', system: '', name: 'pay', ...call }, { from: 'pay', kind: 'external', system: '', name: 'pay', ...call }]);
  expect(nodes).toHaveLength(2);
  expect(edges).toEqual([{ from: 'service:web', to: 'service:pay', ...call }]);
});

test('a peer of several callers is one node; of two quantiles the larger stands', () => {
  const peer = { kind: 'database', system: 'redis', name: 'cache' } as const;
  const { nodes, edges } = assembleServiceMap([service('a'), service('b')], [], [{ from: 'a', ...peer, calls: 2, errors: 0, p95Ns: 8n }, { from: 'b', ...peer, ...call }]);
  expect(nodes.at(-1)).toEqual({ id: 'database:cache', ...peer, spans: 5, requests: 5, errors: 1, p50Ns: 2n, p95Ns: 8n });
  expect(edges.map((e) => [e.from, e.calls])).toEqual([['service:a', 2], ['service:b', 3]]);
});
