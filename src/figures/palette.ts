import type { Lane } from '../model/timeline.ts';

/** Colours of a figure, as any SVG paint. The screen passes `var(--…)` tokens, paper the literal values below. */
export interface FigurePalette {
  readonly surface: string;
  readonly text: string;
  readonly textQuiet: string;
  /** Milestone flags: a filled plate and what is written on it. */
  readonly plate: string;
  readonly plateText: string;
  readonly hairline: string;
  readonly rule: string;
  readonly gridLine: string;
  readonly tick: string;
  /** Lines and bars of a chart, told apart by dash and marker as well. */
  readonly series: readonly string[];
  readonly lane: Readonly<Record<Lane, { readonly edge: string; readonly tint: string }>>;
}

/** For paper: the light tokens, with a white ground and text a little darker. */
export const PRINT_PALETTE: FigurePalette = {
  surface: '#ffffff',
  text: '#1a1917',
  textQuiet: '#494745',
  plate: '#201f1d',
  plateText: '#ffffff',
  hairline: '#e1dfdd',
  rule: '#c5c4c1',
  gridLine: '#e7e6e3',
  tick: '#868482',
  series: ['#1c55ab', '#a16a15', '#00645e', '#8f4280', '#c44039', '#3f7b4e', '#7951ab', '#6c6861'],
  lane: {
    impact: { edge: '#c44039', tint: '#ffe6e2' },
    detection: { edge: '#7951ab', tint: '#f0e9fe' },
    response: { edge: '#2f7494', tint: '#daf1fe' },
    decisions: { edge: '#8f4280', tint: '#fae6f5' },
    changes: { edge: '#a16a15', tint: '#faead8' },
    communication: { edge: '#3f7b4e', tint: '#dff3e2' },
    evidence: { edge: '#6c6861', tint: '#eeedea' },
  },
};

const laneToken = (lane: Lane): { edge: string; tint: string } => ({ edge: `var(--lane-${lane})`, tint: `var(--lane-${lane}-tint)` });

/** For the screen: the app's tokens, so that a figure follows the theme without being drawn again. */
export const SCREEN_PALETTE: FigurePalette = {
  surface: 'var(--surface-main)',
  text: 'var(--text-1)',
  textQuiet: 'var(--text-3)',
  plate: 'var(--surface-inverse)',
  plateText: 'var(--text-inverse)',
  hairline: 'var(--border-hair)',
  rule: 'var(--border-strong)',
  gridLine: 'var(--grid-line)',
  tick: 'var(--border-control)',
  series: [
    'var(--accent)', 'var(--lane-changes)', 'var(--evidence)', 'var(--lane-decisions)', 'var(--lane-impact)', 'var(--lane-communication)', 'var(--lane-detection)',
    'var(--lane-evidence)',
  ],
  lane: {
    impact: laneToken('impact'),
    detection: laneToken('detection'),
    response: laneToken('response'),
    decisions: laneToken('decisions'),
    changes: laneToken('changes'),
    communication: laneToken('communication'),
    evidence: laneToken('evidence'),
  },
};
