import { useLayoutEffect, useState, type RefObject } from 'react';

/** The size of an element's content box, followed while it changes. */
export function useSize(ref: RefObject<Element | null>): { readonly widthPx: number; readonly heightPx: number } {
  const [size, setSize] = useState({ widthPx: 0, heightPx: 0 });
  useLayoutEffect(() => {
    const element = ref.current;
    if (!element) return undefined;
    const observer = new ResizeObserver(() => setSize({ widthPx: element.clientWidth, heightPx: element.clientHeight }));
    observer.observe(element);
    setSize({ widthPx: element.clientWidth, heightPx: element.clientHeight });
    return () => observer.disconnect();
  }, [ref]);
  return size;
}
