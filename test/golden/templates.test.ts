import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { run } from '../support/cli.ts';
import { accuracyOf, logSets, type Accuracy } from '../support/template-accuracy.ts';

const Answer = z.object({ templates: z.array(z.object({ id: z.string(), pattern: z.string() })), lines: z.array(z.string().nullable()) });

const sets = logSets();

/** Grouping accuracy is promised on average and for each; the rest is printed by `npm run bench -- templates`. */
const MEAN_GROUPING = 0.95;
const LEAST_GROUPING = 0.85;

describe('templates of logs that people have sorted', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(`${tmpdir()}/tephra-templates-`);
  });
  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  async function patternsOf(log: string): Promise<string[]> {
    const ran = await run(['templates', '--lines', '--json', log], { cwd: folder, dataFolder: folder });
    expect(ran).toMatchObject({ code: 0, stderr: '' });
    const { templates, lines } = Answer.parse(JSON.parse(ran.stdout));
    const byId = new Map(templates.map((t) => [t.id, t.pattern]));
    return lines.map((id) => (id === null ? '' : byId.get(id)!));
  }

  it.skipIf(sets.length === 0)('group lines as people did, from the raw log, with no settings', async () => {
    const found: Accuracy[] = [];
    for (const { name, log, truth, corrected } of sets) {
      const patterns = await patternsOf(log);
      expect(patterns, name).toHaveLength(truth.length);
      for (const expected of corrected ? [truth, corrected] : [truth]) expect(accuracyOf(patterns, expected).grouping, name).toBeGreaterThanOrEqual(LEAST_GROUPING);
      found.push(accuracyOf(patterns, truth));
    }
    expect(found.reduce((sum, f) => sum + f.grouping, 0) / found.length).toBeGreaterThanOrEqual(MEAN_GROUPING);
  }, 120_000);
});

describe('accuracy', () => {
  it('is that of lines whose group is the true one, word by word, and of templates', () => {
    const truth = ['a <*>', 'a <*>', 'b', 'c x', 'c y'];
    expect(accuracyOf(truth, truth)).toMatchObject({ grouping: 1, parsing: 1, templateF1: 1 });
    // `a` split, `c` merged, `b` right.
    expect(accuracyOf(['a 1', 'a 2', 'b', 'c <*>', 'c <*>'], truth)).toEqual({ grouping: 0.2, parsing: 0.2, templateF1: 0.25, trueTemplates: 4, templates: 4 });
    // Right groups under other words.
    expect(accuracyOf(['a  <*>', 'a  <*>', 'B', 'c x', 'c z'], truth)).toMatchObject({ grouping: 1, parsing: 0.6, templateF1: 0.5 });
  });
});
