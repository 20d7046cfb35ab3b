import type { ReactNode } from 'react';
import { visibleText } from '../../../../base/text.ts';
import type { ParameterType } from '../../../../protocol/methods/message-templates.ts';
import { patternPieces } from './words.ts';

/** A template with the places of what varies in it; where their types are known, by name. */
export function Pattern({ text, parameters }: { text: string; parameters?: readonly ParameterType[] }): ReactNode {
  let place = 0;
  return patternPieces(text).map((piece, i) => (piece.varies ? <span key={i} className="varies">{parameters?.[place++] ?? '…'}</span> : <span key={i}>{visibleText(piece.text)}</span>));
}
