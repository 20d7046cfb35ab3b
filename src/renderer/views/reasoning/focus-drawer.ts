/** Puts the focus into what is open at the right: its first text, else its first button. */
export function focusDrawer(): void {
  const drawer = document.querySelector('.view aside.drawer');
  (drawer?.querySelector<HTMLElement>('.drawer-body textarea') ?? drawer?.querySelector<HTMLElement>('.drawer-body button'))?.focus();
}
