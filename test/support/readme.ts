/**
 * The parts of README.md that the program knows better, written from it: `node test/support/readme.ts`.
 * test/contract/readme.test.ts fails when the page and the program differ.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { COMMANDS } from '../../src/cli/specs.ts';
import { describeFormats } from '../../src/engine/ingest/formats.ts';

export const README = fileURLToPath(new URL('../../README.md', import.meta.url));

/** Views that `npm run pictures` takes, with what their picture shows. */
const PICTURES: ReadonlyArray<readonly [string, string]> = [
  ['explore', 'Explore: a histogram by severity over a table of every line of all files in one order of time, a filter bar above, the selected line with its fields and raw bytes at the right'],
  ['templates', 'Templates: what the messages say without what varies, new and more frequent ones of the incident first, each with its counts before and in the incident and a line of bars over time'],
  ['traces', 'Traces: one request as a waterfall of spans, the failed database call selected, its exception and bytes at the right'],
  ['sql', 'SQL: a query over all evidence in an editor, its answer as a chart of answers by status over time'],
  ['timeline', 'Timeline: lanes from impact to evidence with the release, the first errors, the page, the rollback, and the durations between milestones'],
  ['reasoning', 'Reasoning: branching whys as a tree, each step with the records that show it, two drawn hollow because nothing does yet, one ruled out'],
  ['fault-tree', 'Fault tree: how customers could not pay, in the symbols of IEC 61025; what happened, what did not and what is not known stand out, with the cut sets that are fully evidenced, the chances and the importance of each event at the right'],
  ['postmortem', 'Postmortem: the text in an editor, its preview with citations beside it'],
  ['review', 'Review: an entry of the timeline in large letters with its proof, a question to ask, the agenda with its clock, what was written down'],
  ['evidence', 'Evidence: the files of the case, what each was recognised as and why, hash, span of time'],
];

function pictures(): string {
  return PICTURES.map(([name, alt]) => `<picture>
  <source media="(prefers-color-scheme: dark)" srcset="resources/pictures/${name}-dark.png">
  <img alt="${alt}" src="resources/pictures/${name}-light.png">
</picture>
`).join('\n');
}

const cell = (text: string): string => text.replaceAll('|', '\\|');

function commands(): string {
  return `| command | what it does |\n|---|---|\n${COMMANDS.map((spec) => `| \`tephra ${cell(`${spec.name} ${spec.usage}`.trim())}\` | ${cell(spec.summary)} |\n`).join('')}`;
}

const FORMATS = await describeFormats();

/** A row per format: id, title, extensions, where its rules are written down. */
function formatTable(): string {
  const rows = FORMATS.map((f) => `| \`${f.id}\` | ${cell(f.title)}${f.byLine ? ' (text, line by line)' : f.carried ? ' (carried, not read yet)' : ''} | ${f.extensions.map((e) => `\`${e}\``).join(' ')} | ${f.specification.map((s) => `[${cell(s.title)}](${s.url})`).join(', ')} |\n`);
  return `| kind | what it is | usual endings | specification |\n|---|---|---|---|\n${rows.join('')}`;
}

const PARTS: Readonly<Record<string, () => string>> = { pictures, commands, formats: formatTable };

/** README text with its generated parts renewed. A part stands between `<!-- name -->` and `<!-- end name -->`. */
export function renewed(text: string): string {
  let page = text;
  for (const [name, write] of Object.entries(PARTS)) {
    const open = `<!-- ${name} -->`;
    const close = `<!-- end ${name} -->`;
    const from = page.indexOf(open);
    const to = page.indexOf(close);
    if (from === -1 || to < from) throw new Error(`README.md has no part ${open} … ${close}`);
    page = `${page.slice(0, from + open.length)}\n${write()}${page.slice(to)}`;
  }
  return page;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(README, renewed(readFileSync(README, 'utf8')));
