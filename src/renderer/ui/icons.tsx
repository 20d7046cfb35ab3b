import type { ReactNode } from 'react';

/** Stroke icons on a 24-unit square, drawn for this project. A new icon is a line here. */
const ICONS = {
  'evidence': <><path d="M3 5.5h5l2 2.5h11v11H3z"/><path d="M3 12h18"/></>,
  'folder': <><path d="M3 5.5h5l2 2.5h11v11H3z"/><path d="M3 12h18"/></>,
  'explore': <><path d="M3 6h18M3 11h9M3 16h7"/><circle cx="16" cy="15" r="3.5"/><path d="m18.6 17.6 2.9 2.9"/></>,
  'timeline': <><path d="M3 6h7M13 6h8M3 12h3M9 12h9M3 18h10M16 18h5"/></>,
  'postmortem': <><path d="M5 3h9.5L19 7.5V21H5z"/><path d="M14 3v5h5M8 12.5h8M8 16.5h5"/></>,
  'file': <><path d="M5 3h9.5L19 7.5V21H5z"/><path d="M14 3v5h5"/></>,
  'package': <><path d="M3 7.5 12 3l9 4.5v9L12 21l-9-4.5z"/><path d="m3 7.5 9 4.5 9-4.5M12 12v9"/></>,
  'case': <><path d="M3 20h18M4 16h16M4 12h9M16 12h4M6 8h5M8 4h2"/></>,
  'close': <><path d="m6 6 12 12M18 6 6 18"/></>,
  'check': <><path d="m4 12.5 5.5 5.5L20.5 6.5"/></>,
  'warning': <><path d="M12 3.5 22 20.5H2z"/><path d="M12 10v5M12 17.6v.1"/></>,
  'error': <><path d="M8.2 3h7.6L21 8.2v7.6L15.8 21H8.2L3 15.8V8.2z"/><path d="M12 8v5M12 16.2v.1"/></>,
  'pin': <><path d="M9 3h6l-1 7 4 4H6l4-4zM12 14v7"/></>,
  'plus': <><path d="M12 5v14M5 12h14"/></>,
  'clock': <><circle cx="12" cy="12" r="9"/><path d="M12 7v5l3.5 2"/></>,
  'search': <><circle cx="11" cy="11" r="6.5"/><path d="m16 16 5 5"/></>,
  'filter': <><path d="M3 5h18l-7 8v6l-4 2v-8z"/></>,
  'lock': <><rect x="5" y="11" width="14" height="9"/><path d="M8 11V8a4 4 0 0 1 8 0v3"/></>,
  'chevron-down': <><path d="m5 9 7 7 7-7"/></>,
  'chevron-right': <><path d="m9 5 7 7-7 7"/></>,
  'chevron-left': <><path d="m15 5-7 7 7 7"/></>,
  'chevron-up': <><path d="m5 15 7-7 7 7"/></>,
  'undo': <><path d="M4 9h11a5 5 0 0 1 0 10h-4"/><path d="M8 4.5 3.5 9 8 13.5"/></>,
  'redo': <><path d="M20 9H9a5 5 0 0 0 0 10h4"/><path d="M16 4.5 20.5 9 16 13.5"/></>,
  'help': <><circle cx="12" cy="12" r="9"/><path d="M9.5 9.5a2.5 2.5 0 1 1 3.5 2.3c-.7.4-1 .9-1 1.7M12 16.6v.1"/></>,
  'open': <><path d="M10 14 20 4M13 4h7v7M18 14v6H4V6h6"/></>,
  'columns': <><rect x="3" y="4" width="18" height="16"/><path d="M9 4v16M15 4v16"/></>,
  'fit': <><path d="M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5"/></>,
  'refresh': <><path d="M20 11a8 8 0 1 0-1 5M20 4v7h-7"/></>,
  'zoom-in': <><circle cx="11" cy="11" r="6.5"/><path d="m16 16 5 5M8 11h6M11 8v6"/></>,
  'zoom-out': <><circle cx="11" cy="11" r="6.5"/><path d="m16 16 5 5M8 11h6"/></>,
  'copy': <><rect x="9" y="9" width="12" height="12"/><path d="M5 15H3V3h12v2"/></>,
  'list': <><path d="M8 6h13M8 12h13M8 18h13M3.5 6h.01M3.5 12h.01M3.5 18h.01"/></>,
  'more': <><path d="M5 12h.01M12 12h.01M19 12h.01" strokeWidth="2.6"/></>,
  'note': <><path d="M4 4h16v11l-5 5H4z"/><path d="M15 20v-5h5"/></>,
  'save': <><path d="M4 4h12l4 4v12H4zM8 4v5h7V4M8 20v-6h8v6"/></>,
  'edit': <><path d="M4 20l1-5L16 4l4 4L9 19z"/></>,
  'eye': <><path d="M2 12c3-5 6.3-7 10-7s7 2 10 7c-3 5-6.3 7-10 7s-7-2-10-7z"/><circle cx="12" cy="12" r="3"/></>,
  'eye-off': <><path d="M2 12c3-5 6.3-7 10-7s7 2 10 7c-3 5-6.3 7-10 7s-7-2-10-7zM4 20 20 4"/></>,
  'minus': <><path d="M5 12h14"/></>,
  'language': <><path d="M4 5h16M4 10h9"/><path d="M4 17q2-4 4 0t4 0 4 0 4 0"/></>,
  'people': <><circle cx="9" cy="8" r="3.5"/><path d="M3 20c0-4 2.5-6 6-6s6 2 6 6M15 5a3.5 3.5 0 0 1 0 6M17.5 14.5c2.3.7 3.5 2.6 3.5 5.5"/></>,
  'flag': <><path d="M5 21V4M5 4h13l-3.5 4.5L18 13H5"/></>,
  'trash': <><path d="M4 7h16M9 7V4h6v3M6 7l1 13h10l1-13M10 11v5M14 11v5"/></>,
  'theme': <><circle cx="12" cy="12" r="9"/><path d="M12 3v18M12 3a9 9 0 0 1 0 18" fill="currentColor"/></>,
  'cite': <><path d="M9 4H5v16h4M13 9h6M13 15h6"/></>,
  'mark': <><rect x="6" y="6" width="12" height="12"/></>,
  'drop': <><path d="M12 4v11M7 10.5l5 5 5-5M4 20h16"/></>,
  'download': <><path d="M12 4v11M7 10.5l5 5 5-5M4 20h16"/></>,
  'bytes': <><path d="M4 5h6v6H4zM14 5h6v6h-6zM4 15h6v4H4zM14 15h6v4h-6z"/></>,
  'follow': <><path d="m6 4.5 6 6 6-6M6 11l6 6 6-6M5 20.5h14"/></>,
  'disconnected': <><path d="M4 4l16 16M8 8H6a4 4 0 0 0 0 8h3M15 8h3a4 4 0 0 1 2.6 7"/></>,
  'sql': <><path d="M3 4h18v16H3z"/><path d="m7 9 3 3-3 3M12.5 15.5H17"/></>,
  'chart': <><path d="M4 4v16h17"/><path d="m7 15 4-5 3.5 3L20 6"/></>,
  'play': <><path d="M7 4.5 19 12 7 19.5z"/></>,
  'pause': <><path d="M8 5v14M16 5v14"/></>,
  'calendar': <><rect x="3.5" y="5" width="17" height="15.5"/><path d="M3.5 10h17M8 2.5v5M16 2.5v5"/></>,
  'actions': <><rect x="3" y="4" width="18" height="16"/><path d="m6.5 9 1.5 1.5L11 7.5M13.5 9H18M6.5 15.5h4.5M13.5 15.5H18"/></>,
  'board': <><rect x="3" y="4" width="5" height="16"/><rect x="9.5" y="4" width="5" height="10"/><rect x="16" y="4" width="5" height="13"/></>,
  'review': <><rect x="3" y="4" width="18" height="12"/><path d="M12 16v4M8 20h8M7 8h6M7 11.5h10"/></>,
  'hand': <><path d="M8 12V5.5a1.5 1.5 0 0 1 3 0V11V4a1.5 1.5 0 0 1 3 0v7V5.5a1.5 1.5 0 0 1 3 0V14c0 4-2.5 7-6.5 7-3 0-4.5-1.5-6-4l-2-3.5a1.5 1.5 0 0 1 2.6-1.5z"/></>,
  'upload': <><path d="M12 15V4M7 8.5l5-5 5 5M4 20h16"/></>,
  'split': <><path d="M12 3v18M9 12H3M6 9l-3 3 3 3M15 12h6M18 9l3 3-3 3"/></>,
  'merge': <><path d="M12 3v18M3 12h6M6 9l3 3-3 3M21 12h-6M18 9l-3 3 3 3"/></>,
  'terminal': <><rect x="3" y="4" width="18" height="16"/><path d="m7 9 3 3-3 3M12 16h5"/></>,
  'stop': <><rect x="6" y="6" width="12" height="12"/></>,
  'traces': <><path d="M3 5h10M3 5v14h3M6 12h9M6 19h15"/></>,
  'map': <><rect x="3" y="9" width="6" height="6"/><rect x="15" y="3.5" width="6" height="6"/><rect x="15" y="14.5" width="6" height="6"/><path d="M9 12h3M15 6.5h-3v11h3"/></>,
  'fault-tree': <><rect x="9" y="3" width="6" height="5"/><rect x="3" y="16" width="6" height="5"/><rect x="15" y="16" width="6" height="5"/><path d="M12 8v4M6 16v-4h12v4"/></>,
  'reasoning': <><rect x="3" y="3" width="18" height="18"/><path d="M3 9h18M9 3v18M13 13l4 4M17 13l-4 4"/></>,
  'keyboard': <><rect x="2.5" y="6" width="19" height="12"/><path d="M6 10h.01M10 10h.01M14 10h.01M18 10h.01M7 14h10"/></>,
} as const;

export type IconName = keyof typeof ICONS;

/** An icon beside words, or one that `label` puts into words. */
export function Icon({ name, size = 14, label }: { name: IconName; size?: number; label?: string }): ReactNode {
  return (
    <svg className="icon" width={size} height={size} viewBox="0 0 24 24" {...(label === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label })}>
      {ICONS[name]}
    </svg>
  );
}

/** The mark of the house: layers of ash and what threw them. */
export function Logo({ size = 18 }: { size?: number }): ReactNode {
  return (
    <svg className="glyph" width={size} height={size} viewBox="0 0 18 18" fill="none" aria-hidden>
      <path d="M1 15.5h16M3.5 12h11M6 8.5h6" stroke="var(--text-1)" strokeWidth="1.6" />
      <path d="M9 5.5v-3M12.2 5.5l1.5-2M5.8 5.5l-1.5-2" stroke="var(--accent)" strokeWidth="1.6" />
    </svg>
  );
}

export type Severity = 'unset' | 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal';

const LETTERS: Record<Severity, string> = { unset: '\u00b7\u00b7\u00b7', trace: 'TRC', debug: 'DBG', info: 'INF', warn: 'WRN', error: 'ERR', fatal: 'FTL' };

/** Shape of a severity: it can be told without colour. */
export function SeverityGlyph({ severity }: { severity: Severity }): ReactNode {
  return <svg className={`glyph sev-${severity}`} width={10} height={10} viewBox="0 0 10 10" aria-hidden>{SHAPES[severity]}</svg>;
}

/** Shape and three letters. */
export function SeverityMark({ severity }: { severity: Severity }): ReactNode {
  return <span className={`sev sev-${severity}`}><SeverityGlyph severity={severity} /><span>{LETTERS[severity]}</span></span>;
}

const SHAPES: Record<Severity, ReactNode> = {
  unset: null,
  trace: <circle cx="5" cy="5" r="1.2" fill="currentColor" />,
  debug: <circle cx="5" cy="5" r="2.4" fill="none" stroke="currentColor" strokeWidth="1.2" />,
  info: <rect x="1.5" y="4" width="7" height="2" fill="currentColor" />,
  warn: <path d="M5 .8 9.6 9H.4z" fill="var(--sev-warn)" stroke="var(--sev-warn-text)" strokeWidth="1" strokeLinejoin="round" />,
  error: <path d="M5 .4 9.6 5 5 9.6.4 5z" fill="var(--sev-error)" />,
  fatal: <><rect x=".5" y=".5" width="9" height="9" fill="var(--sev-fatal)" /><path d="m3 3 4 4M7 3 3 7" stroke="var(--surface-main)" strokeWidth="1.3" /></>,
};
