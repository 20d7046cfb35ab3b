import type { ReactNode } from 'react';

/** A key as it is printed: "Ctrl+Shift+P" → three caps. Several steps are parted by spaces. */
export function Keys({ keys }: { keys: string }): ReactNode {
  return <span className="keys" aria-hidden>{keyCaps(keys).map((cap, i) => <kbd key={i}>{cap}</kbd>)}</span>;
}

function keyCaps(keys: string): string[] {
  // "+" itself can be a key: "Ctrl++".
  return keys.split(/\+(?=.)/).map((k) => CAPS[k] ?? (k.length === 1 && isMac() && k === k.toLowerCase() ? k : k));
}

const CAPS: Record<string, string> = {
  Up: '↑', Down: '↓', Left: '←', Right: '→', Escape: 'Esc', Space: 'Space', PageUp: 'PgUp', PageDown: 'PgDn',
};

export function isMac(): boolean {
  return typeof navigator !== 'undefined' && /Mac/.test(navigator.platform);
}
