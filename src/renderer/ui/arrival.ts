/** Marks the element of a view that has the focus while nothing in it has. */
export const ARRIVAL_CLASS = 'place';

/** Whether somebody has just come to a view: nothing in it has the focus yet, and its keys work all the same. */
export function isOnArrival(): boolean {
  const active = document.activeElement;
  return active === null || active === document.body || active.classList.contains(ARRIVAL_CLASS);
}
