import fc from 'fast-check';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { Prose } from './prose.tsx';

const render = (text: string, show?: (text: string) => string): string => renderToStaticMarkup(<Prose text={text} {...(show ? { show } : {})} />);

it('draws what people write in notes', () => {
  expect(render('Was this **really** the `cause`?\nNo.\n\n- the chart\n- [x] the chat')).toBe(
    '<div class="prose selectable"><p>Was this <strong>really</strong> the <code>cause</code>?\nNo.</p><ul><li><p>the chart</p></li><li>[x] <p>the chat</p></li></ul></div>',
  );
  expect(render('| a | b |\n|--|--|\n| 1 | 2 |')).toContain('<p>1 | 2</p>');
  expect(render('# One\n\n> two\n\n~~~\nthree <b>\n~~~')).toBe('<div class="prose selectable"><p><strong>One</strong></p><blockquote><p>two</p></blockquote><pre><code>three &lt;b&gt;</code></pre></div>');
});

it('never becomes markup, a link or a picture, and shows what is hidden', () => {
  const html = render('x <script>alert(1)</script> [a](javascript:alert(1)) ![p](http://x/p.png) <!-- c --> \u202Egnp\n\n<img src=x>');
  expect(html).not.toMatch(/<script|<img|<a[\s>]|href=|src="/);
  expect(html).toContain('Image: p');
  expect(html).toContain('\\u{202e}');
});

it('shows people as it is told to, in every word', () => {
  const html = render('Ada said *Ada* `Ada` ![Ada](x)\n\n```\nAda\n```', (text) => text.replaceAll('Ada', 'on-call'));
  expect(html).not.toContain('Ada');
});

it('for any text draws something, and nothing that runs', () => {
  const piece = fc.constantFrom('<', '>', '"', '[', '](', ')', '*', '`', '\n', '> ', '- ', '# ', '|', '\\', 'a', '<script>', 'javascript:', '&', ' ');
  fc.assert(fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
    expect(render(pieces.join(''))).not.toMatch(/<(?:script|img|a|iframe)[\s>]|href=/);
  }));
});
