import { shown } from './blocks.ts';
import { fontFaces, THEME, type HtmlFonts } from './theme.ts';

/** Nothing may be fetched or sent; `script` is the hash of the one script that may run. */
export function contentPolicy(script?: string): string {
  return `default-src 'none'; style-src 'unsafe-inline';${script === undefined ? '' : ` script-src '${script}';`} img-src data:; font-src data:; base-uri 'none'; form-action 'none'`;
}

/** A whole file: everything it needs stands in it. `body` is HTML. */
export function htmlPage(page: { readonly title: string; readonly lang: string; readonly policy: string; readonly style: string; readonly fonts: HtmlFonts | undefined; readonly body: string }): string {
  return `<!doctype html>
<html lang="${page.lang}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${page.policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${shown(page.title)}</title>
<style>${THEME}${fontFaces(page.fonts)}
${page.style}</style>
</head>
<body>
${page.body}
</body>
</html>
`;
}
