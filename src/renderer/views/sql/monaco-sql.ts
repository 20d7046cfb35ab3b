/** Monaco with what writing SQL needs beside the common part. */
import 'monaco-editor/features/bracketMatching/register';
import 'monaco-editor/features/comment/register';
import 'monaco-editor/features/snippet/register';
// features/suggest/register of 0.57 brings the inline kind alone; the list that one picks from is here.
import 'monaco-editor/editor/contrib/suggest/browser/suggestController';
import { languages } from '../../ui/monaco.ts';
import { FUNCTIONS, PHRASES } from './functions.ts';

export * from '../../ui/monaco.ts';

export const LANGUAGE = 'duckdb';

/** Monaco's own SQL takes names of columns for words of the language: `time`, `name`, `minute`. */
const KEYWORDS = [...new Set(PHRASES.flatMap((p) => p.label.split(/[^A-Za-z]+/)).concat(
  ('ALL ANY ASOF CROSS DESCRIBE EXCEPT FALSE FILTER FIRST FOLLOWING FULL INNER INTERSECT LAST LATERAL LEFT NATURAL NULL NULLS OUTER PIVOT POSITIONAL PRECEDING RANGE RECURSIVE RIGHT ROWS '
    + 'SAMPLE SEMI ANTI SHOW TRUE UNBOUNDED UNION UNPIVOT VALUES WINDOW TIMESTAMP TIMESTAMP_NS DATE CAST TRY_CAST ILIKE SIMILAR TO COLUMNS REPLACE RENAME').split(' '),
).filter((word) => word !== ''))];

languages.register({ id: LANGUAGE });
languages.setLanguageConfiguration(LANGUAGE, {
  comments: { lineComment: '--', blockComment: ['/*', '*/'] },
  brackets: [['(', ')'], ['[', ']'], ['{', '}']],
  autoClosingPairs: [['(', ')'], ['[', ']'], ['{', '}'], ["'", "'"], ['"', '"']].map(([open = '', close = '']) => ({ open, close, notIn: ['string', 'comment'] })),
  surroundingPairs: [{ open: '(', close: ')' }, { open: '[', close: ']' }, { open: "'", close: "'" }, { open: '"', close: '"' }],
  wordPattern: /[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*/,
});
languages.setMonarchTokensProvider(LANGUAGE, {
  ignoreCase: true, defaultToken: '', tokenPostfix: '.sql',
  keywords: KEYWORDS, functions: FUNCTIONS.map((f) => f.name),
  tokenizer: {
    root: [
      [/--.*$/, 'comment'],
      [/\/\*/, 'comment', '@comment'],
      [/e'(?:[^'\\]|\\.|'')*'/, 'string'],
      [/'/, 'string', '@string'],
      [/"/, 'identifier.quote', '@quoted'],
      [/\$([A-Za-z_]\w*)?\$/, { token: 'string', next: '@dollar.$0' }],
      [/\d[\d_]*(?:\.\d*)?(?:e[+-]?\d+)?/, 'number'],
      // A function is one where it is called; a column may have its name.
      [/[a-z_]\w*(?=\s*\()/, { cases: { '@functions': 'predefined', '@keywords': 'keyword', '@default': 'predefined' } }],
      [/[a-z_\u0080-\uffff][\w$\u0080-\uffff]*/, { cases: { '@keywords': 'keyword', '@default': 'identifier' } }],
      [/[()[\]{}]/, 'delimiter'],
      [/[<>=!|:+*/%-]+/, 'operator'],
    ],
    comment: [[/\/\*/, 'comment', '@push'], [/\*\//, 'comment', '@pop'], [/[^/*]+|[/*]/, 'comment']],
    string: [[/''/, 'string'], [/'/, 'string', '@pop'], [/[^']+/, 'string']],
    quoted: [[/""/, 'identifier.quote'], [/"/, 'identifier.quote', '@pop'], [/[^"]+/, 'identifier.quote']],
    dollar: [[/[^$]+/, 'string'], [/\$(?:[A-Za-z_]\w*)?\$/, { cases: { '$0==$S2': { token: 'string', next: '@pop' }, '@default': 'string' } }], [/\$/, 'string']],
  },
});
