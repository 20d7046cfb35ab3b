import { expect, test } from 'vitest';
import type { ServiceEdge, ServiceNode } from '../../../model/trace.ts';
import { layOut } from './map-layout.ts';

const node = (name: string, requests = 1): ServiceNode => ({ id: `service:${name}`, kind: 'service', name, system: '', spans: 1, errors: 0, requests });
const edge = (from: string, to: string): ServiceEdge => ({ from: `service:${from}`, to: `service:${to}`, calls: 1, errors: 0 });
const SIZE = { width: 100, height: 40 };

test('what is called stands right of its caller, and nothing on top of another', () => {
  const { nodes, edges, widthPx, heightPx } = layOut([node('web'), node('cart'), node('pay')], [edge('web', 'cart'), edge('web', 'pay')], SIZE);
  const at = new Map(nodes.map((n) => [n.node.name, n]));
  expect(at.get('cart')!.x).toBeGreaterThan(at.get('web')!.x + SIZE.width);
  expect(Math.abs(at.get('cart')!.y - at.get('pay')!.y)).toBeGreaterThanOrEqual(SIZE.height);
  for (const { x, y } of nodes) expect(x > 0 && y > 0 && x < widthPx && y < heightPx).toBe(true);
  expect(edges.every((e) => e.points.length >= 2)).toBe(true);
});

test('services that call one another in a circle are drawn too', () => {
  expect(layOut([node('a'), node('b')], [edge('a', 'b'), edge('b', 'a')], SIZE).edges).toHaveLength(2);
});

test('of very many nodes those called least are left to the tables', () => {
  const many = Array.from({ length: 100 }, (_, i) => node(`s${i}`, i));
  const { nodes, leftOut } = layOut(many, [edge('s99', 's0'), edge('s99', 's98')], SIZE);
  expect([nodes.length, leftOut]).toEqual([80, 20]);
  expect(nodes.some((n) => n.node.name === 's0')).toBe(false);
});
