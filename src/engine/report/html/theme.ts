/**
 * The look of HTML reports: the app's tokens in light and dark, by `prefers-color-scheme`; paper is always light. The
 * names are those that `SCREEN_PALETTE` and `FAULT_TREE_SCREEN` draw figures with, so that figures follow the theme too.
 */
const LIGHT = `--surface-main:#fefdfd;--surface-sunken:#f4f3f0;--surface-inverse:#201f1d;--text-1:#1a1917;--text-2:#494745;--text-3:#63625f;--text-inverse:#fbfaf7;
--border-hair:#e1dfdd;--border-strong:#c5c4c1;--border-control:#868482;--grid-line:#e7e6e3;--accent:#1c55ab;--accent-text:#1851a6;--evidence:#00645e;--evidence-tint:#e8f7f5;--evidence-border:#95cac4;
--warn:#b12c01;--severe:#9c2f28;--lane-impact:#c44039;--lane-impact-tint:#ffe6e2;--lane-detection:#7951ab;--lane-detection-tint:#f0e9fe;--lane-response:#2f7494;--lane-response-tint:#daf1fe;
--lane-decisions:#8f4280;--lane-decisions-tint:#fae6f5;--lane-changes:#a16a15;--lane-changes-tint:#faead8;--lane-communication:#3f7b4e;--lane-communication-tint:#dff3e2;--lane-evidence:#6c6861;--lane-evidence-tint:#eeedea;
--state-happened:#b12c01;--state-happened-tint:#ffe8e0;--state-not:#73716f;--state-not-tint:#f0eeeb;--state-unknown:#646361;`;
const DARK = `--surface-main:#1a1917;--surface-sunken:#232220;--surface-inverse:#e6e4e2;--text-1:#e9e8e5;--text-2:#b8b7b4;--text-3:#a3a29f;--text-inverse:#171614;
--border-hair:#343331;--border-strong:#4b4a47;--border-control:#7c7a78;--grid-line:#2b2a28;--accent:#78aef2;--accent-text:#8cbaf7;--evidence:#70cdc5;--evidence-tint:#162f2e;--evidence-border:#2d5f5b;
--warn:#ff9a76;--severe:#9c2f28;--lane-impact:#ec7a72;--lane-impact-tint:#3b1f1d;--lane-detection:#b391e3;--lane-detection-tint:#2c2339;--lane-response:#69aed0;--lane-response-tint:#182c37;
--lane-decisions:#cd86be;--lane-decisions-tint:#361f31;--lane-changes:#d5a052;--lane-changes-tint:#33260f;--lane-communication:#7dbb8c;--lane-communication-tint:#1c2e20;--lane-evidence:#a5a19a;--lane-evidence-tint:#2b2a27;
--state-happened:#f9875e;--state-happened-tint:#402219;--state-not:#878683;--state-not-tint:#201f1d;--state-unknown:#999895;`;

export const THEME = `:root{color-scheme:light dark;${LIGHT}}
@media (prefers-color-scheme:dark){:root{${DARK}}}
@media print{:root{color-scheme:light;${LIGHT}}}`.replaceAll('\n', '');

/** Three faces of our own, as they lie in resources/fonts; anything they lack comes from the reader's machine. */
export interface HtmlFonts {
  readonly text: Uint8Array;
  readonly bold: Uint8Array;
  readonly mono: Uint8Array;
}

export function fontFaces(fonts: HtmlFonts | undefined): string {
  if (!fonts) return '';
  const face = (family: string, weight: number, bytes: Uint8Array): string =>
    `@font-face{font-family:"${family}";font-weight:${weight};src:url(data:font/ttf;base64,${base64(bytes)})format("truetype")}`;
  return face('Tephra Text', 400, fonts.text) + face('Tephra Text', 700, fonts.bold) + face('Tephra Mono', 400, fonts.mono);
}

export const TEXT_STACK = '"Tephra Text","Atkinson Hyperlegible Next","Segoe UI",system-ui,sans-serif';
export const MONO_STACK = '"Tephra Mono","JetBrains Mono",ui-monospace,monospace';

/** In pieces: one call of many arguments exhausts the stack. */
export function base64(bytes: Uint8Array): string {
  let binary = '';
  for (let i = 0; i < bytes.length; i += 0x8000) binary += String.fromCharCode(...bytes.subarray(i, i + 0x8000));
  return btoa(binary);
}
