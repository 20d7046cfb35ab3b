import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useStore } from 'zustand';
import type { PlacedNode } from '../../../figures/fault-tree/place.ts';
import type { CanvasView } from './canvas-state.ts';
import { toScreen } from './viewport.ts';

/** The words of a node, written where they stand. Enter keeps them, Tab keeps them and goes on below, Escape leaves them as they were. */
export function WordsEditor({ view, placed, text, fresh, onDone }: {
  view: CanvasView; placed: PlacedNode | undefined; text: string;
  /** The text was just typed: what follows goes behind it. Otherwise all of it is selected. */
  fresh: boolean;
  onDone: (text: string | undefined, then: 'stay' | 'below') => void;
}): ReactNode {
  const now = useStore(view.state, (s) => s.view);
  const [typed, setTyped] = useState(text);
  const field = useRef<HTMLTextAreaElement>(null);
  const done = useRef(false);
  useEffect(() => {
    const element = field.current;
    if (!element) return;
    element.focus({ preventScroll: true });
    if (fresh) element.setSelectionRange(element.value.length, element.value.length);
    else element.select();
  }, [fresh]);
  if (!placed) return null;
  const finish = (result: string | undefined, then: 'stay' | 'below' = 'stay'): void => {
    if (done.current) return;
    done.current = true;
    onDone(result, then);
  };
  const at = toScreen(now, placed.box);
  const scale = Math.max(0.75, Math.min(1.4, now.scale));
  const width = Math.max(placed.box.width * now.scale, 120 * scale);
  const height = Math.max(placed.box.height * now.scale, 44 * scale);
  return (
    <textarea
      ref={field} className="ft-words" aria-label={`Words of ${placed.node?.name ?? 'the node'}`} value={typed} maxLength={500} placeholder="What happens"
      style={{ left: at.x + (placed.box.width * now.scale - width) / 2, top: at.y, width, height, fontSize: 12 * scale, lineHeight: `${14.5 * scale}px` }}
      onChange={(event) => setTyped(event.target.value.replaceAll(/[\r\n]+/g, ' '))}
      onBlur={() => finish(typed)}
      onPointerDown={(event) => event.stopPropagation()}
      onKeyDown={(event) => {
        if (event.nativeEvent.isComposing) return;
        if (event.key === 'Enter') finish(typed);
        else if (event.key === 'Tab' && !event.shiftKey) finish(typed, 'below');
        else if (event.key === 'Escape') finish(undefined);
        else return;
        event.preventDefault();
        event.stopPropagation();
      }}
    />
  );
}
