import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { REAL_EVIDENCE } from '../../../test/support/real-evidence.ts';
import { quantitiesOf } from '../../model/fault-tree/quantities.ts';
import { outlineOf } from './outline.testing.ts';
import { readFaultTree } from './read.ts';
import { writeFaultTree } from './write.ts';

const MODELS = join(REAL_EVIDENCE, '10-fault-trees');

/** What these files leave to others, or to SCRAM's settings. */
const EXPECTED = /^The file does not say its mission time\.|^The file includes “trans_(?:two|model_data)\.xml”|^“(?:A|B|C|TransTwo)” is not defined in this file\./;

test.skipIf(!existsSync(MODELS))('published models are read whole, have numbers, and say the same when written as MEF (skipped without them)', () => {
  const files = readdirSync(MODELS, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.xml'));
  expect(files.length).toBeGreaterThan(20);
  for (const file of files) {
    const { documents, problems } = readFaultTree(readFileSync(join(MODELS, file)), file);
    expect(problems.filter((problem) => !EXPECTED.test(problem.message)), file).toEqual([]);
    expect(documents.length, file).toBe(1);
    const [document] = documents;
    const { problems: wrong } = quantitiesOf(document!);
    expect(wrong, file).toEqual([]);
    const again = readFaultTree(new TextEncoder().encode(writeFaultTree(document!, 'mef').text), file);
    expect(again.problems, file).toEqual([]);
    expect(outlineOf(again.documents[0]!).toSorted(), file).toEqual(outlineOf(document!).toSorted());
  }
}, 60_000);
