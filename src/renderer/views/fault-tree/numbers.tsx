import type { ReactNode } from 'react';
import { probabilityParts } from '../../../figures/probability-text.ts';

/** A probability with its power of ten set small. */
export function Probability({ value }: { value: number | undefined }): ReactNode {
  if (value === undefined) return <span className="t3">none yet</span>;
  const { digits, exponent } = probabilityParts(value);
  return exponent === undefined ? digits : <span className="ft-number">{digits}<small>×10</small><sup>{String(exponent).replace('-', '−')}</sup></span>;
}

/** A measure of importance: to three digits, `undefined` where its formula divides by zero. */
export function measureText(value: number | undefined): string {
  if (value === undefined) return '';
  if (value !== 0 && (Math.abs(value) < 0.0001 || Math.abs(value) >= 100_000)) return value.toExponential(1);
  return Math.abs(value) >= 100 ? value.toFixed(0) : Math.abs(value) >= 10 ? value.toFixed(1) : value < 0.01 ? value.toPrecision(2) : value.toFixed(3);
}

export function percentText(share: number): string {
  if (!Number.isFinite(share)) return '';
  const percent = share * 100;
  return percent > 0 && percent < 0.1 ? '<0.1 %' : `${percent.toFixed(1)} %`;
}
