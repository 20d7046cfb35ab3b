import { useCallback, useState } from 'react';

/** Width of an element as it is laid out, in whole px; 0 until it is on screen. Hang `ref` on the element. */
export function useWidth(): [ref: (element: HTMLElement | null) => (() => void) | undefined, widthPx: number] {
  const [widthPx, setWidthPx] = useState(0);
  const ref = useCallback((element: HTMLElement | null) => {
    if (!element) return undefined;
    const observer = new ResizeObserver(() => setWidthPx(Math.floor(element.clientWidth)));
    observer.observe(element);
    setWidthPx(Math.floor(element.clientWidth));
    return () => observer.disconnect();
  }, []);
  return [ref, widthPx];
}
