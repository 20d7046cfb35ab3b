import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const renderer = fileURLToPath(new URL('../../src/renderer', import.meta.url));
const files = readdirSync(renderer, { recursive: true, encoding: 'utf8' });

/** Names that a stylesheet gives a look to wherever they stand: `.aside { … }`, but not `svg .aside { … }`. */
function bareClasses(css: string): Set<string> {
  const rules = css.replaceAll(/\/\*[^]*?\*\//g, '').matchAll(/(?:^|[},;])\s*\.([\w-]+)(?::{1,2}[\w-]+(?:\([^)]*\))?|\[[^\]]*\])*\s*(?=[,{])/g);
  return new Set([...rules].map((m) => m[1]!));
}

/** Names in the literal parts of what is given as `className`. */
function usedClasses(source: string): Set<string> {
  const given = [...source.matchAll(/className=(?:"([^"]*)"|\{([^\n]*?)\}(?=[\s/>]))|\bclassName(?::|\s=)\s*([^\n]*)/g)];
  const literals = given.flatMap((m) => {
    if (m[1] !== undefined) return [m[1]];
    const expression = (m[2] ?? m[3])!;
    return [...[...expression.matchAll(/'([^'\n]*)'/g)].map((l) => l[1]!), ...[...expression.matchAll(/`([^`\n]*)`/g)].map((l) => l[1]!.replaceAll(/\$\{[^}]*\}/g, ' '))];
  });
  return new Set(literals.flatMap((text) => text.match(/[a-z][\w-]*/gi) ?? []));
}

it('tells a bare class from one with a place, and reads what is literal', () => {
  expect([...bareClasses('.a { } .b:hover, svg .c { x: 1; } /* .d {} */ .e[data-x] { } .f .g { }')]).toEqual(['a', 'b', 'e']);
  expect([...usedClasses('<p className="a b" /><p className={x ? \'c\' : `d ${y ? \' e\' : \'\'}`} title="f" />')].sort()).toEqual(['a', 'b', 'c', 'd', 'e']);
});

// Stylesheets of all views are there at once: a short name in one of them changes the others.
it('a view\'s stylesheet has no name that another folder uses; what several use stands in ui', () => {
  const used = files.filter((f) => f.endsWith('.tsx')).map((file) => ({ file, names: usedClasses(readFileSync(join(renderer, file), 'utf8')) }));
  const shared = files.filter((f) => f.endsWith('.css') && !f.startsWith('ui/')).flatMap((sheet) => {
    const folder = dirname(sheet);
    return [...bareClasses(readFileSync(join(renderer, sheet), 'utf8'))].flatMap((name) => used.filter(({ file, names }) => names.has(name) && file !== folder && !file.startsWith(`${folder}/`) && !(folder === 'parts' || folder === 'comments')).map(({ file }) => `${sheet}: .${name} is used by ${file}`));
  });
  expect(shared).toEqual([]);
});
