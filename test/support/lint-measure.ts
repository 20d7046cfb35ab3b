/**
 * Precision and recall of the blameless lint on sentences that people labelled. The labels quote real postmortems and
 * stay outside the project: `node test/support/lint-measure.ts LABELS.jsonl FOLDER [dev|held-out|all] [--show RULE]`.
 * A line of the labels is `{file, offset, sentence, labels, half}`: `file` below FOLDER, `offset` in UTF-16 units. How
 * they were labelled: src/model/lint/README.md. A rule counts as found where a finding begins in the sentence.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { lintPostmortem } from '../../src/model/lint/lint.ts';
import { RULE_IDS } from '../../src/model/lint/rule.ts';

const Label = z.object({ file: z.string(), offset: z.number(), sentence: z.string(), labels: z.array(z.enum(RULE_IDS)), half: z.enum(['dev', 'held-out']) });

const [labelsFile, folder, half = 'all', flag, shown] = process.argv.slice(2);
if (labelsFile === undefined || folder === undefined) throw new Error('usage: lint-measure.ts LABELS.jsonl FOLDER [dev|held-out|all] [--show RULE|all]');

const all = readFileSync(labelsFile, 'utf8').split('\n').filter((line) => line !== '').map((line) => Label.parse(JSON.parse(line)));
const labels = all.filter((label) => half === 'all' || label.half === half);
const found = new Map([...new Set(labels.map((label) => label.file))].map((file) => {
  const text = readFileSync(join(folder, file), 'utf8');
  return [file, { text, findings: lintPostmortem(text) }] as const;
}));

process.stdout.write(`${labels.length} sentences (${half})\n\n| rule | labelled | found | right | precision | recall |\n|---|---|---|---|---|---|\n`);
const wrong: string[] = [];
for (const rule of RULE_IDS) {
  let positives = 0;
  let predicted = 0;
  let right = 0;
  for (const label of labels) {
    const { text, findings } = found.get(label.file)!;
    const end = label.offset + label.sentence.length;
    if (text.slice(label.offset, end) !== label.sentence) throw new Error(`${label.file} is not as it was labelled: ${label.sentence}`);
    const inside = findings.filter((f) => f.rule === rule && f.offset >= label.offset && f.offset < end);
    const [is, says] = [label.labels.includes(rule), inside.length > 0];
    if (is) positives++;
    if (says) predicted++;
    if (is && says) right++;
    if (is !== says && flag === '--show' && (shown === rule || shown === 'all')) {
      wrong.push(`${rule} ${is ? 'MISSED' : `WRONG “${inside.map((f) => text.slice(f.offset, f.offset + f.length)).join('” “')}”`}: ${label.sentence.replace(/\s+/g, ' ')}`);
    }
  }
  if (positives + predicted === 0) continue;
  const share = (n: number, of: number): string => (of === 0 ? '–' : (n / of).toFixed(2));
  process.stdout.write(`| ${rule} | ${positives} | ${predicted} | ${right} | ${share(right, predicted)} | ${share(right, positives)} |\n`);
}
if (wrong.length > 0) process.stdout.write(`\n${wrong.join('\n')}\n`);
