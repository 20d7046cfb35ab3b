import fc from 'fast-check';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { citationsOf, numberCitations, parsePostmortem } from '../../../model/postmortem.ts';
import { createPlaceStore } from '../../state/place.ts';
import { PlaceProvider } from '../../state/react.tsx';
import type { Resolved } from './citations.ts';
import { Preview } from './preview.tsx';

const place = createPlaceStore({
  location: { hash: '' }, history: { pushState: () => undefined, replaceState: () => undefined },
  addEventListener: () => undefined, removeEventListener: () => undefined,
});

function render(text: string, resolve: (hashPrefix: string) => Resolved | undefined = () => undefined): string {
  const root = parsePostmortem(text);
  const cited = { citations: numberCitations(citationsOf(text, root)), resolve: (c: { hashPrefix: string }) => resolve(c.hashPrefix) };
  return renderToStaticMarkup(<PlaceProvider store={place}><Preview root={root} cited={cited} cursorLine={undefined} /></PlaceProvider>);
}

describe('the preview', () => {
  it('shows raw HTML as text and hides comments', () => {
    const html = render('a <img src=x onerror=alert(1)> b\n\n<script>alert(1)</script>\n\n<!-- advice -->\n\nc <!-- more --> d');
    expect(html).not.toContain('<script');
    expect(html).not.toContain('<img');
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(html).not.toContain('advice');
    expect(html).not.toContain('more');
  });
  it('shows links and images without a way to follow or load them', () => {
    const html = render('[here](https://example.org/x) ![pic](https://example.org/p.png) <https://example.org> [j](javascript:alert(1))');
    expect(html).not.toMatch(/<a[\s>]|<img|src=|href=/);
    expect(html).toContain('title="https://example.org/x"');
    expect(html).toContain('Image: pic');
  });
  it('makes hidden characters visible in prose and code', () => {
    const html = render('safe \u202Eexe.gnp\n\n`a\u200bb`');
    expect(html).not.toMatch(/[\u202e\u200b]/);
    expect(html).toContain('\\u{202e}');
  });
  it('numbers citations by first use, and says which are not resolved', () => {
    const html = render('One [@3be1d07a:0x10+5]. Two [@deadbeef:0x10+5]. One again [@3be1d07a:0x10+5].', (hash) => (hash === 'deadbeef' ? { state: 'unknown-artifact' } : {
      state: 'found', path: 'logs/app.log', kind: 'json-lines', text: 'timeout',
      reference: { sha256: hash.repeat(8), locator: { kind: 'bytes', offsetBytes: 16, lengthBytes: 5, line: 7 }, excerpt: '', addedBy: '', addedAtNs: 0n },
    }));
    expect(html.match(/Citation 1, logs\/app\.log, line 7: timeout\. Open the bytes\./g)).toHaveLength(2);
    expect(html).toContain('Citation 2, not resolved. No evidence of this case has this hash.');
    expect(html).not.toContain('[@');
  });
  it('draws lists, tables, tasks and footnotes', () => {
    const html = render('- [x] done\n- [ ] open\n\n3. three\n\n| a | b |\n|--:|---|\n| 1 | 2 |\n\nx[^n]\n\n[^n]: note');
    expect(html).toContain('aria-label="done"');
    expect(html).toContain('<ol start="3">');
    expect(html).toContain('<th scope="col" style="text-align:right">a</th>');
    expect(html.match(/<sup>1<\/sup>/g)).toHaveLength(2);
  });
  it('lets no text become markup of its own, and never throws', () => {
    const piece = fc.constantFrom('<b onclick=x>', '<svg/onload=alert(1)>', '[a](javascript:x)', '`', '```', '> ', '- ', '\n', '\n\n', '| a |\n|---|\n', '[@aaaaaaaa:0x1+1]', '[@', '**', '~~', '<!--', '-->', '[^1]', '[^1]: ', '# ', '\u202e', '\u0000', '&lt;', 'http://x.y', '<a href="x">', '![i](x)');
    fc.assert(fc.property(fc.array(fc.oneof(piece, fc.string({ maxLength: 6 })), { maxLength: 40 }), (pieces) => {
      const html = render(pieces.join(''));
      for (const [, tag] of html.matchAll(/<([a-z0-9]+)/gi)) expect(TAGS).toContain(tag);
      for (const [, name] of html.replace(/"[^"]*"/g, '""').matchAll(/\s([a-z-]+)=""/gi)) expect(name).not.toMatch(/^(?:on|href|src|srcdoc|action|formaction)/);
    }), { numRuns: 300 });
  });
  it('survives nesting that nobody would write', () => {
    expect(render(`${'> '.repeat(400)}deep`).length).toBeLessThan(20_000);
  });
});

const TAGS = ['div', 'p', 'h2', 'h3', 'h4', 'h5', 'h6', 'blockquote', 'ul', 'ol', 'li', 'pre', 'code', 'table', 'thead', 'tbody', 'tr', 'th', 'td', 'hr', 'sup', 'strong', 'em', 'del', 'br', 'span', 'button', 'svg', 'path'];
