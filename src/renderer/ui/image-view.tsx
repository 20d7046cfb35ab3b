import { useCallback, useEffect, useEffectEvent, useRef, useState, type KeyboardEvent, type PointerEvent, type ReactNode } from 'react';
import { IconButton } from './controls.tsx';
import { between, fitted, heldIn, middleOf, panned, pixelAt, showing, zoomed, type ImagePlace, type Region, type Size } from './image-geometry.ts';
import './image-view.css';

const PAN_PX = 48;
const ZOOM = 1.25;

/**
 * A picture that can be moved and looked at closely, by mouse and by keys, with a region that can be drawn, moved and
 * sized. Arrows move the picture, + and - zoom, 0 shows all of it, 1 its own pixels, R begins a region; in the region
 * arrows move it, with Shift they size it, with Ctrl by ten pixels.
 */
export function ImageView({ src, size, label, region, onRegion }: {
  src: string; size: Size; label: string; region: Region | undefined;
  /** Left out: no regions. */
  onRegion?: (region: Region | undefined) => void;
}): ReactNode {
  const frame = useRef<HTMLDivElement>(null);
  const box = useRef<HTMLDivElement>(null);
  const [room, setRoom] = useState<Size>();
  const [moved, setMoved] = useState<ImagePlace>();
  const [drawing, setDrawing] = useState(false);
  const [drawn, setDrawn] = useState<Region>();
  const [broken, setBroken] = useState(false);
  const held = useRef<{ x: number; y: number; pixel: { x: number; y: number } }>(undefined);

  useEffect(() => {
    const element = frame.current!;
    let before: Size | undefined;
    const observer = new ResizeObserver(() => {
      const now = { width: Math.max(1, element.clientWidth), height: Math.max(1, element.clientHeight) };
      const was = before;
      before = now;
      setRoom(now);
      // What is in the middle stays in the middle.
      if (was) setMoved((at) => at && { ...at, x: at.x + (now.width - was.width) / 2, y: at.y + (now.height - was.height) / 2 });
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const place = moved ?? (room && (region ? showing(region, size, room) : fitted(size, room)));
  const shown = drawn ?? region;

  const zoom = useCallback((factor: number, at?: { x: number; y: number }) => {
    if (room && place) setMoved(zoomed(place, factor, at ?? { x: room.width / 2, y: room.height / 2 }, size, room));
  }, [room, place, size]);
  // React listens to wheels passively, and the page would scroll.
  const onWheel = useEffectEvent((event: WheelEvent) => {
    event.preventDefault();
    zoom(Math.exp(-event.deltaY / 400), pointOf(event));
  });
  useEffect(() => {
    const element = frame.current!;
    const listener = (event: WheelEvent): void => onWheel(event);
    element.addEventListener('wheel', listener, { passive: false });
    return () => element.removeEventListener('wheel', listener);
  }, []);

  /** Inside of the frame's border. */
  function pointOf(event: { readonly clientX: number; readonly clientY: number }): { x: number; y: number } {
    const element = frame.current!;
    const corner = element.getBoundingClientRect();
    return { x: event.clientX - corner.left - element.clientLeft, y: event.clientY - corner.top - element.clientTop };
  }
  function onPointerDown(event: PointerEvent<HTMLDivElement>): void {
    if (!place || event.button !== 0) return;
    const at = pointOf(event);
    held.current = { ...at, pixel: pixelAt(place, at, size) };
    event.currentTarget.setPointerCapture(event.pointerId);
  }
  function onPointerMove(event: PointerEvent<HTMLDivElement>): void {
    if (!held.current || !place || !room) return;
    const at = pointOf(event);
    if (drawing) setDrawn(between(held.current.pixel, pixelAt(place, at, size)));
    else {
      setMoved(panned(place, at.x - held.current.x, at.y - held.current.y, size, room));
      held.current = { ...held.current, ...at };
    }
  }
  function onPointerUp(): void {
    held.current = undefined;
    if (!drawn) return;
    // What is looked at stays where it is.
    setMoved(place);
    onRegion?.(drawn);
    setDrawn(undefined);
    setDrawing(false);
  }
  function begin(): void {
    if (!place || !room || !onRegion) return;
    setMoved(place);
    onRegion(middleOf(place, size, room));
    requestAnimationFrame(() => box.current?.focus());
  }
  function onKeyDown(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || !place || !room) return;
    const pan = { ArrowLeft: [PAN_PX, 0], ArrowRight: [-PAN_PX, 0], ArrowUp: [0, PAN_PX], ArrowDown: [0, -PAN_PX] }[event.key];
    if (pan) setMoved(panned(place, pan[0]!, pan[1]!, size, room));
    else if (event.key === '+' || event.key === '=') zoom(ZOOM);
    else if (event.key === '-') zoom(1 / ZOOM);
    else if (event.key === '0') setMoved(fitted(size, room));
    else if (event.key === '1') zoom(1 / place.scale);
    else if (event.key.toLowerCase() === 'r' && onRegion) begin();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
  function onRegionKey(event: KeyboardEvent): void {
    if (!region || !onRegion || event.metaKey || event.altKey) return;
    const step = event.ctrlKey ? 10 : 1;
    const [dx, dy] = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] }[event.key] ?? [0, 0];
    if (dx === 0 && dy === 0) {
      if (event.key !== 'Delete' && event.key !== 'Backspace') return;
      onRegion(undefined);
      frame.current?.focus();
    } else {
      setMoved(place);
      onRegion(heldIn(event.shiftKey ? { ...region, width: Math.min(size.width - region.x, region.width + dx!), height: Math.min(size.height - region.y, region.height + dy!) } : { ...region, x: region.x + dx!, y: region.y + dy! }, size));
    }
    event.preventDefault();
    event.stopPropagation();
  }

  return (
    <div className="image-view">
      <div className="image-tools" role="toolbar" aria-label="Picture">
        <IconButton icon="zoom-in" label="Nearer" keys="+" onPress={() => zoom(ZOOM)} />
        <IconButton icon="zoom-out" label="Farther" keys="-" onPress={() => zoom(1 / ZOOM)} />
        <IconButton icon="fit" label="All of it" keys="0" onPress={() => { if (room) setMoved(fitted(size, room)); }} />
        {onRegion && <IconButton icon="mark" label={drawing ? 'Drag over the picture to draw the region' : 'Draw a region'} keys="R" isSelected={drawing} onPress={() => setDrawing(!drawing)} />}
        <span className="t3 data">{place ? `${Math.round(place.scale * 100)} %` : ''}</span>
      </div>
      <div
        ref={frame} className={`image-frame${drawing ? ' drawing' : ''}`} role="group" tabIndex={0}
        aria-label={`${label}. Arrows move it, plus and minus zoom, 0 shows all of it${onRegion ? ', R begins a region' : ''}.`}
        onKeyDown={onKeyDown} onPointerDown={onPointerDown} onPointerMove={onPointerMove} onPointerUp={onPointerUp} onPointerCancel={onPointerUp}
      >
        {broken ? <p className="image-broken">The picture is damaged: it cannot be drawn. Its bytes can be read.</p> : (
          <img
            src={src} alt={label} draggable={false} onError={() => setBroken(true)} width={size.width} height={size.height}
            style={place ? { transform: `translate(${place.x}px, ${place.y}px) scale(${place.scale})`, ...(place.scale >= 2 ? { imageRendering: 'pixelated' } : {}) } : { visibility: 'hidden' }}
          />
        )}
        {shown && place && (
          <div
            ref={box} className="image-region" role="group" tabIndex={onRegion ? 0 : -1} onKeyDown={onRegionKey}
            aria-label={`Region ${shown.width}×${shown.height} at ${shown.x},${shown.y}.${onRegion ? ' Arrows move it, with Shift they size it, with Ctrl by ten pixels; Delete takes it away.' : ''}`}
            style={{ left: place.x + shown.x * place.scale, top: place.y + shown.y * place.scale, width: Math.max(2, shown.width * place.scale), height: Math.max(2, shown.height * place.scale) }}
          />
        )}
      </div>
    </div>
  );
}
