/** Hues of services; each comes plain and hatched. Names always stand beside them: no colour says anything alone. */
export const HUES = 6;

/** Class names of a service's colour, the same in every part of the view. */
export function serviceClass(place: number): string {
  return `svc-${place % HUES}${Math.floor(place / HUES) % 2 === 1 ? ' hatched' : ''}`;
}

/** Places of services by their names in alphabetical order, so that a service keeps its colour whatever is filtered. */
export function servicePlaces(names: readonly string[]): ReadonlyMap<string, number> {
  return new Map([...names].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0)).map((name, i) => [name, i]));
}
