import { useDeferredValue, type ReactNode } from 'react';

/**
 * What a view can be without for a moment: it is drawn after the rest of the view, in small steps, so that neither a key nor
 * a frame waits for all of it at once. `until` keeps its place.
 */
export function Later({ until, children }: { until?: ReactNode; children: ReactNode }): ReactNode {
  return useDeferredValue(true, false) ? children : until;
}
