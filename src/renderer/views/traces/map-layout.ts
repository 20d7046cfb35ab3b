import { Graph, layout } from '@dagrejs/dagre';
import type { ServiceEdge, ServiceNode } from '../../../model/trace.ts';

export interface PlacedNode { readonly node: ServiceNode; readonly x: number; readonly y: number }
export interface PlacedEdge { readonly edge: ServiceEdge; readonly points: ReadonlyArray<{ x: number; y: number }>; readonly label: { x: number; y: number } }

export interface MapLayout {
  readonly widthPx: number;
  readonly heightPx: number;
  /** Their middles. */
  readonly nodes: readonly PlacedNode[];
  readonly edges: readonly PlacedEdge[];
  /** Nodes that are not drawn because there are too many; those asked least. */
  readonly leftOut: number;
}

/** More would be neither laid out in a moment nor read. */
const MOST_NODES = 80;

/** Callers left, what they call right of them; each node of one size, in px. */
export function layOut(nodes: readonly ServiceNode[], edges: readonly ServiceEdge[], size: { readonly width: number; readonly height: number }): MapLayout {
  const drawn = [...nodes].sort((a, b) => b.requests - a.requests || (a.id < b.id ? -1 : 1)).slice(0, MOST_NODES);
  const ids = new Set(drawn.map((n) => n.id));
  const between = edges.filter((e) => ids.has(e.from) && ids.has(e.to));
  const graph = new Graph({ directed: true });
  graph.setGraph({ rankdir: 'LR', nodesep: 20, ranksep: 88, edgesep: 12, marginx: 24, marginy: 24 });
  for (const { id } of [...drawn].sort((a, b) => (a.id < b.id ? -1 : 1))) graph.setNode(id, { ...size });
  for (const { from, to, calls } of between) graph.setEdge(from, to, { width: 48, height: 16, labelpos: 'c', weight: 1 + Math.log10(calls + 1) });
  layout(graph);
  const { width, height } = graph.graph();
  return {
    widthPx: width ?? 0, heightPx: height ?? 0, leftOut: nodes.length - drawn.length,
    nodes: drawn.map((node) => ({ node, x: graph.node(node.id).x ?? 0, y: graph.node(node.id).y ?? 0 })),
    edges: between.map((edge) => {
      const { points, x, y } = graph.edge(edge.from, edge.to);
      return { edge, points: points ?? [], label: { x: x ?? 0, y: y ?? 0 } };
    }),
  };
}
