import { startTransition, useLayoutEffect, useState, type RefObject } from 'react';

/**
 * The size of an element's content box, followed while it changes; 0 until the page has been laid out for the first
 * time. To ask for it sooner would lay out the page twice, and what a new size draws again can wait for a key.
 */
export function useSize(ref: RefObject<Element | null>): { readonly widthPx: number; readonly heightPx: number } {
  const [size, setSize] = useState({ widthPx: 0, heightPx: 0 });
  useLayoutEffect(() => {
    const element = ref.current;
    if (!element) return undefined;
    const observer = new ResizeObserver(() => startTransition(() => setSize({ widthPx: element.clientWidth, heightPx: element.clientHeight })));
    observer.observe(element);
    return () => observer.disconnect();
  }, [ref]);
  return size;
}
