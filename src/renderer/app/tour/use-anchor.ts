import { useEffect, useState } from 'react';
import type { Anchor } from './steps.ts';
import type { Box } from './place-panel.ts';

/** How often what is pointed at is looked for again: views load, scroll and select in their own time. */
const LOOK_MS = 150;

export interface Sight {
  readonly anchor: Box | undefined;
  /** What views and their drawers have of the window. */
  readonly room: Box;
}

/** Where the first of the anchors is, as long as it is on screen; `undefined` while nothing is looked for. */
export function useAnchor(anchors: readonly Anchor[] | undefined): Sight | undefined {
  const [sight, setSight] = useState<Sight>();
  useEffect(() => {
    if (!anchors) return undefined;
    let shown = '';
    let scrolled: Element | undefined;
    const look = (): void => {
      const body = document.querySelector('.body');
      if (!body) return;
      const room = boxOf(body);
      const found = findAnchor(anchors);
      // Once: a person may scroll away from it.
      if (found && found !== scrolled) {
        scrolled ??= found;
        if (scrolled === found && !inside(boxOf(found), room)) found.scrollIntoView({ block: 'center' });
      }
      const anchor = found && clip(boxOf(found), room);
      const key = JSON.stringify([anchor, room]);
      if (key === shown) return;
      shown = key;
      setSight({ anchor, room });
    };
    look();
    const timer = window.setInterval(look, LOOK_MS);
    window.addEventListener('resize', look);
    window.addEventListener('scroll', look, true);
    return () => {
      window.clearInterval(timer);
      window.removeEventListener('resize', look);
      window.removeEventListener('scroll', look, true);
    };
  }, [anchors]);
  return anchors && sight;
}

/** The element that a step points at. */
export function findAnchor(anchors: readonly Anchor[]): HTMLElement | undefined {
  for (const { selector, text } of anchors) {
    for (const found of document.querySelectorAll<HTMLElement>(selector)) {
      if ((text === undefined || found.textContent.includes(text)) && found.getClientRects().length > 0) return found;
    }
  }
  return undefined;
}

function boxOf(element: Element): Box {
  const { x, y, width, height } = element.getBoundingClientRect();
  return { x: Math.round(x), y: Math.round(y), width: Math.round(width), height: Math.round(height) };
}

function inside(a: Box, b: Box): boolean {
  return a.y >= b.y && a.y + a.height <= b.y + b.height;
}

/** What of it can be seen. */
function clip(a: Box, b: Box): Box | undefined {
  const x = Math.max(a.x, b.x);
  const y = Math.max(a.y, b.y);
  const width = Math.min(a.x + a.width, b.x + b.width) - x;
  const height = Math.min(a.y + a.height, b.y + b.height) - y;
  return width > 0 && height > 0 ? { x, y, width, height } : undefined;
}
