import { useLayoutEffect, useRef, useState } from 'react';

type Handlers = Readonly<Record<string, (...given: never[]) => unknown>>;

/**
 * The same functions for as long as the caller is on screen, each of which does what the newest of its name would do.
 * For children that are costly to draw: they need not be drawn again because their parent was.
 */
export function useSteady<T extends Handlers>(handlers: T): T {
  const latest = useRef<Handlers>(handlers);
  useLayoutEffect(() => { latest.current = handlers; });
  const [steady] = useState(() => Object.fromEntries(Object.keys(handlers).map((name) => [name, (...given: never[]): unknown => latest.current[name]!(...given)])));
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the same names, and functions that hand on what they are given
  return steady as T;
}
