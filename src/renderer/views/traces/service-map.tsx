import { useEffect, useMemo, useState, type ReactNode } from 'react';
import { formatCount, plural } from '../../../base/text.ts';
import { formatDuration } from '../../../base/time.ts';
import type { ServiceEdge, ServiceNode, TraceFilter } from '../../../model/trace.ts';
import { api } from '../../../protocol/api.ts';
import { useRead } from '../../rpc/react.tsx';
import { usePlaceStore } from '../../state/react.tsx';
import { Button, Empty, FailurePanel, PlainButton, SeverityGlyph, Skeleton } from '../../ui/index.ts';
import { NO_SERVICE } from './filter-state.ts';
import type { MapLayout, PlacedEdge, PlacedNode } from './map-layout.ts';
import type { Colour } from './use-names.ts';
import { serviceText } from './words.ts';

const NODE_WIDTH_PX = 164;
const NODE_HEIGHT_PX = 56;

const KIND_TEXT: Record<ServiceNode['kind'], string> = { service: 'service', database: 'database', messaging: 'messaging', external: 'external' };

/** Who calls whom in the traces that pass, drawn, and as two tables that say the same. */
export function ServiceMapView({ filter, colour, onClear }: { filter: TraceFilter; colour: Colour; onClear: () => void }): ReactNode {
  const place = usePlaceStore();
  const read = useRead(api.serviceMap, { filter }, { dependsOn: 'index' });
  const map = read.data;
  const [drawn, setDrawn] = useState<MapLayout>();
  // The layout is a part of the program of its own, loaded by the first map.
  useEffect(() => {
    if (!map) return undefined;
    let stale = false;
    void import('./map-layout.ts').then(({ layOut }) => { if (!stale) setDrawn(layOut(map.nodes, map.edges, { width: NODE_WIDTH_PX, height: NODE_HEIGHT_PX })); return undefined; });
    return () => { stale = true; };
  }, [map]);
  const choose = (node: ServiceNode): void => {
    if (node.kind === 'service') place.set({ service: node.name === '' ? NO_SERVICE : node.name, op: undefined, as: undefined });
    else place.set({ q: node.name, as: undefined });
  };
  if (read.failure) return <FailurePanel title="The service map cannot be shown" message={read.failure.message} onRetry={read.reload} />;
  if (!map || !drawn) return <Skeleton rows={16} rowHeight={28} label="Reading who calls whom" />;
  if (map.nodes.length === 0) return <Empty action={<Button onPress={onClear}>Remove the filter</Button>}>No trace passes the filter.</Empty>;
  return (
    <div className="map-view">
      <div className="rows-bar"><span className="ell" role="status">{`${plural(map.nodes.length, 'node')} and ${plural(map.edges.length, 'call path')} in ${plural(map.traces, 'trace')}`}{drawn.leftOut > 0 && <span className="t3">{`, the ${formatCount(drawn.leftOut)} called least are in the table only`}</span>}</span></div>
      <Drawing layout={drawn} colour={colour} onChoose={choose} />
      <Tables nodes={map.nodes} edges={map.edges} colour={colour} onChoose={choose} />
    </div>
  );
}

/** For the pointer; the tables below are its twin for keyboard and screen reader. */
function Drawing({ layout, colour, onChoose }: { layout: MapLayout; colour: Colour; onChoose: (node: ServiceNode) => void }): ReactNode {
  const most = layout.edges.reduce((max, e) => Math.max(max, e.edge.calls), 1);
  return (
    // What scrolls must be reachable by keys.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className="map-drawing" tabIndex={0} role="group" aria-label="Service map">
      <svg width={layout.widthPx} height={layout.heightPx} role="img" aria-label="Who calls whom. The tables below say the same.">
        <defs>
          <marker id="call-end" viewBox="0 0 8 8" refX="7" refY="4" markerUnits="userSpaceOnUse" markerWidth="9" markerHeight="9" orient="auto-start-reverse"><path d="M0 0 8 4 0 8z" className="call-end" /></marker>
          <marker id="call-end-failed" viewBox="0 0 8 8" refX="7" refY="4" markerUnits="userSpaceOnUse" markerWidth="9" markerHeight="9" orient="auto-start-reverse"><path d="M0 0 8 4 0 8z" className="call-end failed" /></marker>
        </defs>
        {layout.edges.map((e) => <Call key={`${e.edge.from}\n${e.edge.to}`} placed={e} most={most} />)}
        {layout.edges.map((e) => <CallLabel key={`${e.edge.from}\n${e.edge.to}`} placed={e} />)}
        {layout.nodes.map((n) => <Node key={n.node.id} placed={n} colour={colour} onChoose={onChoose} />)}
      </svg>
    </div>
  );
}

function Call({ placed: { edge, points }, most }: { placed: PlacedEdge; most: number }): ReactNode {
  const failed = edge.errors > 0;
  const width = 1 + 2.5 * (most === 1 ? 0 : Math.log(edge.calls) / Math.log(most));
  return (
    <path d={curve(points)} className={failed ? 'call failed' : 'call'} strokeWidth={width} markerEnd={`url(#call-end${failed ? '-failed' : ''})`}>
      <title>{callText(edge)}</title>
    </path>
  );
}

/** Over all lines, on a ground of its own. */
function CallLabel({ placed: { edge, label: { x, y } } }: { placed: PlacedEdge }): ReactNode {
  const texts = [formatCount(edge.calls), ...(edge.errors > 0 ? [`◆ ${percent(edge.errors, edge.calls)}`] : [])];
  const width = Math.max(...texts.map((text) => text.length)) * 6.4 + 4;
  const height = texts.length * 13 + 2;
  return (
    <g>
      <rect x={x - width / 2} y={y - height / 2} width={width} height={height} className="call-label-box" />
      {texts.map((text, i) => <text key={text} x={x} y={y - height / 2 + 11 + i * 13} textAnchor="middle" className={i === 0 ? 'call-label' : 'call-label failed'}>{text}</text>)}
    </g>
  );
}

function Node({ placed: { node, x, y }, colour, onChoose }: { placed: PlacedNode; colour: Colour; onChoose: (node: ServiceNode) => void }): ReactNode {
  const left = x - NODE_WIDTH_PX / 2;
  const top = y - NODE_HEIGHT_PX / 2;
  const name = serviceText(node.name);
  return (
    <g className={`node ${node.kind}`} onClick={() => onChoose(node)}>
      <title>{`${name}: show its traces`}</title>
      <rect x={left} y={top} width={NODE_WIDTH_PX} height={NODE_HEIGHT_PX} rx={node.kind === 'service' ? 3 : 12} className="node-box" />
      {node.kind === 'service' && <rect x={left} y={top} width={5} height={NODE_HEIGHT_PX} className={`node-hue ${colour(node.name)}`} />}
      <text x={left + 14} y={top + 19} className="node-name">{name.length > 20 ? `${name.slice(0, 19)}…` : name}</text>
      <text x={left + 14} y={top + 34} className="node-fact">{node.kind === 'service' ? plural(node.requests, 'request') : `${node.system || KIND_TEXT[node.kind]}, ${plural(node.requests, 'call')}`}</text>
      <text x={left + 14} y={top + 48} className="node-fact">
        {node.p95Ns === undefined ? '' : `p95 ${formatDuration(node.p95Ns)}`}
        {node.errors > 0 && <tspan className="failed" dx={node.p95Ns === undefined ? 0 : 8}>{`◆ ${plural(node.errors, 'error')}`}</tspan>}
      </text>
    </g>
  );
}

function Tables({ nodes, edges, colour, onChoose }: { nodes: readonly ServiceNode[]; edges: readonly ServiceEdge[]; colour: Colour; onChoose: (node: ServiceNode) => void }): ReactNode {
  const byId = useMemo(() => new Map(nodes.map((n) => [n.id, n])), [nodes]);
  const sorted = useMemo(() => [...nodes].sort((a, b) => b.requests - a.requests), [nodes]);
  const calls = useMemo(() => [...edges].sort((a, b) => b.calls - a.calls), [edges]);
  const title = (id: string): ReactNode => {
    const node = byId.get(id);
    return node && <><i className={node.kind === 'service' ? `swatch ${colour(node.name)}` : 'swatch peer'} />{serviceText(node.name)}</>;
  };
  return (
    <div className="map-tables">
      <table aria-label="Services">
        <thead><tr><th scope="col">Service</th><th scope="col">Kind</th><th scope="col" className="num">Requests</th><th scope="col" className="num">Spans</th><th scope="col" className="num">Errors</th><th scope="col" className="num">p50</th><th scope="col" className="num">p95</th></tr></thead>
        <tbody>
          {sorted.map((n) => (
            <tr key={n.id}>
              <th scope="row"><PlainButton className="map-link" label={`Traces of ${serviceText(n.name)}`} onPress={() => onChoose(n)}>{title(n.id)}</PlainButton></th>
              <td className="t2">{n.system || KIND_TEXT[n.kind]}</td>
              <Numbers counts={[n.requests, n.spans]} errors={n.errors} p50Ns={n.p50Ns} p95Ns={n.p95Ns} />
            </tr>
          ))}
        </tbody>
      </table>
      <table aria-label="Calls">
        <thead><tr><th scope="col">Caller</th><th scope="col">Called</th><th scope="col" className="num">Calls</th><th scope="col" className="num">Errors</th><th scope="col" className="num">p50</th><th scope="col" className="num">p95</th></tr></thead>
        <tbody>
          {calls.map((e) => (
            <tr key={`${e.from}\n${e.to}`}>
              <td>{title(e.from)}</td><td>{title(e.to)}</td>
              <Numbers counts={[e.calls]} errors={e.errors} p50Ns={e.p50Ns} p95Ns={e.p95Ns} />
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Numbers({ counts, errors, p50Ns, p95Ns }: { counts: readonly number[]; errors: number; p50Ns: bigint | undefined; p95Ns: bigint | undefined }): ReactNode {
  return (
    <>
      {counts.map((count, i) => <td key={i} className="num">{formatCount(count)}</td>)}
      <td className="num">{errors > 0 ? <span className="err"><SeverityGlyph severity="error" />{formatCount(errors)}</span> : <span className="t3">0</span>}</td>
      <td className="num mono">{p50Ns === undefined ? '' : formatDuration(p50Ns)}</td>
      <td className="num mono">{p95Ns === undefined ? '' : formatDuration(p95Ns)}</td>
    </>
  );
}

function callText({ calls, errors, p50Ns, p95Ns }: ServiceEdge): string {
  return [plural(calls, 'call'), ...(errors > 0 ? [`${plural(errors, 'error')} (${percent(errors, calls)})`] : []), ...(p50Ns === undefined ? [] : [`p50 ${formatDuration(p50Ns)}`]), ...(p95Ns === undefined ? [] : [`p95 ${formatDuration(p95Ns)}`])].join(', ');
}

function percent(part: number, whole: number): string {
  const share = (part / whole) * 100;
  return `${share >= 10 || Number.isInteger(share) ? share.toFixed(0) : share.toFixed(1)} %`;
}

/** A line through points, its corners rounded. */
function curve(points: PlacedEdge['points']): string {
  const [first, ...rest] = points;
  if (!first || rest.length === 0) return '';
  if (rest.length === 1) return `M${first.x} ${first.y}L${rest[0]!.x} ${rest[0]!.y}`;
  const bends = rest.slice(0, -1).map((p, i) => {
    const next = rest[i + 1]!;
    const isLast = i === rest.length - 2;
    return `Q${p.x} ${p.y} ${isLast ? next.x : (p.x + next.x) / 2} ${isLast ? next.y : (p.y + next.y) / 2}`;
  });
  return `M${first.x} ${first.y}${bends.join('')}`;
}
