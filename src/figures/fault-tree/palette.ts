import type { ObservedState } from '../../model/fault-tree/document.ts';

/** How what was observed is drawn: never by colour alone. */
export interface StateStyle {
  readonly stroke: string;
  readonly fill: string;
  readonly text: string;
  /** Of rectangles and symbols, and of lines between them. */
  readonly dash: string | undefined;
  readonly lineDash: string | undefined;
  readonly widthPx: number;
  readonly lineWidthPx: number;
  readonly line: string;
}

export interface FaultTreePalette {
  readonly surface: string;
  readonly text: string;
  readonly textQuiet: string;
  readonly hairline: string;
  /** Where nothing is said about what happened. */
  readonly plain: StateStyle;
  readonly states: Readonly<Record<ObservedState, StateStyle>>;
  /** Round the events of cut sets that are evidenced. */
  readonly ring: string;
  readonly problem: string;
  /** What is cited as proof. */
  readonly evidence: string;
}

interface Colours {
  readonly surface: string;
  readonly text: string;
  readonly textQuiet: string;
  readonly outline: string;
  readonly line: string;
  readonly hairline: string;
  readonly happened: string;
  readonly happenedTint: string;
  readonly not: string;
  readonly notTint: string;
  readonly unknown: string;
  readonly ring: string;
  readonly evidence: string;
}

function paletteOf(c: Colours): FaultTreePalette {
  const plain: StateStyle = { stroke: c.outline, fill: c.surface, text: c.text, dash: undefined, lineDash: undefined, widthPx: 1.25, lineWidthPx: 1.25, line: c.line };
  return {
    surface: c.surface, text: c.text, textQuiet: c.textQuiet, hairline: c.hairline, plain, ring: c.ring, problem: c.happened, evidence: c.evidence,
    states: {
      happened: { ...plain, stroke: c.happened, fill: c.happenedTint, widthPx: 1.5, lineWidthPx: 1.75, line: c.happened },
      'did-not-happen': { ...plain, stroke: c.not, fill: c.notTint, text: c.textQuiet, lineDash: '3 3', line: c.not },
      unknown: { ...plain, stroke: c.unknown, dash: '4 3', lineDash: '1 3', line: c.unknown },
    },
  };
}

/** For paper: the light tokens on white. */
export const FAULT_TREE_PRINT = paletteOf({
  surface: '#ffffff', text: '#1a1917', textQuiet: '#5c5a57', outline: '#494745', line: '#6f6d6a', hairline: '#c5c4c1', happened: '#b12c01', happenedTint: '#ffe8e0',
  not: '#73716f', notTint: '#f0eeeb', unknown: '#4f4d4b', ring: '#b12c01', evidence: '#00645e',
});

/** For slides and pictures on a dark ground. */
export const FAULT_TREE_DARK = paletteOf({
  surface: '#191817', text: '#eeedea', textQuiet: '#a9a7a5', outline: '#c5c4c1', line: '#8b8987', hairline: '#45433f', happened: '#f9875e', happenedTint: '#402219',
  not: '#878683', notTint: '#232220', unknown: '#b4b2b0', ring: '#f9875e', evidence: '#62c3ba',
});

/** For copiers: black, white and greys; what happened is told by weight, what did not by grey and its stroke. */
export const FAULT_TREE_MONOCHROME = paletteOf({
  surface: '#ffffff', text: '#000000', textQuiet: '#444444', outline: '#000000', line: '#000000', hairline: '#aaaaaa', happened: '#000000', happenedTint: '#e4e4e4',
  not: '#777777', notTint: '#ffffff', unknown: '#000000', ring: '#000000', evidence: '#000000',
});

/** For the screen: the app's tokens, so that a drawing follows the theme. */
export const FAULT_TREE_SCREEN = paletteOf({
  surface: 'var(--surface-main)', text: 'var(--text-1)', textQuiet: 'var(--text-3)', outline: 'var(--text-2)', line: 'var(--border-control)', hairline: 'var(--border-hair)',
  happened: 'var(--state-happened)', happenedTint: 'var(--state-happened-tint)', not: 'var(--state-not)', notTint: 'var(--state-not-tint)', unknown: 'var(--state-unknown)',
  ring: 'var(--state-happened)', evidence: 'var(--evidence)',
});
