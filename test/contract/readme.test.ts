import { existsSync, readFileSync, statSync } from 'node:fs';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { COMMANDS } from '../../src/cli/specs.ts';
import { run, SAMPLE } from '../support/cli.ts';
import { README, renewed } from '../support/readme.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const page = readFileSync(README, 'utf8');
const fenced = [...page.matchAll(/^```sh\n([\s\S]*?)^```/gm)].flatMap((m) => m[1]!.trim().split('\n'));
const scripts = z.object({ scripts: z.record(z.string(), z.string()) }).parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))).scripts;

/** Words of a command line as a shell splits them; the page uses double quotes only. */
function words(line: string): string[] {
  return [...line.matchAll(/"([^"]*)"|(\S+)/g)].map((m) => m[1] ?? m[2]!);
}

/** GitHub's anchor of a heading. */
function anchors(markdown: string): Set<string> {
  return new Set([...markdown.matchAll(/^#+ (.+)$/gm)].map((m) => m[1]!.toLowerCase().replace(/[^\p{L}\p{N}\s-]/gu, '').replace(/\s/g, '-')));
}

describe('README.md', () => {
  it('shows the pictures, commands and formats that the program has (node test/support/readme.ts writes them)', () => {
    expect(page).toBe(renewed(page));
  });

  it('links to what is there', () => {
    for (const file of ['README.md', 'src/README.md']) {
      const text = readFileSync(join(root, file), 'utf8');
      const targets = [...text.matchAll(/\]\(([^)\s]+)\)|(?:src|srcset)="([^"]+)"/g)].map((m) => m[1] ?? m[2]!).filter((t) => !/^https?:/.test(t));
      if (file === 'README.md') expect(targets.length).toBeGreaterThan(8);
      for (const target of targets) {
        const [path, anchor] = target.split('#');
        const to = path === '' ? join(root, file) : join(root, dirname(file), path!);
        expect(existsSync(to), `${file} links to ${target}`).toBe(true);
        if (anchor !== undefined) expect(anchors(readFileSync(to, 'utf8')), `${file} links to ${target}`).toContain(anchor);
        if (to.endsWith('.png')) expect(statSync(to).size, target).toBeGreaterThan(10_000);
      }
    }
  });

  it('names npm scripts that exist, and all that people use', () => {
    const named = new Set([...page.matchAll(/`npm (?:run )?([a-z]+)`/g)].map((m) => m[1]!));
    expect([...named].sort()).toEqual(Object.keys(scripts).sort());
  });

  it('names tephra commands that exist', () => {
    const known = new Set(COMMANDS.map((spec) => spec.name));
    const lines = fenced.filter((line) => line.startsWith('npx tephra'));
    expect(lines.length).toBeGreaterThan(8);
    for (const line of lines) {
      const word = words(line)[2]!;
      expect(known.has(word) || word.endsWith('.tephra'), line).toBe(true);
    }
  });
});

describe('command lines of README.md', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tephra-readme-'));
    await cp(SAMPLE, join(folder, 'resources', 'sample-incident'), { recursive: true });
  });
  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  it('run, in the order of the page, and say something', async () => {
    // The one that opens the workbench is what the browser suite is for.
    const lines = fenced.filter((line) => line.startsWith('npx tephra') && words(line)[2] !== 'outage.tephra');
    for (const line of lines) {
      const ran = await run(words(line).slice(2), { cwd: folder, dataFolder: join(folder, 'data') });
      expect(ran.code, `${line}\n${ran.stderr}`).toBe(0);
      const target = /-o (\S+)/.exec(line)?.[1];
      if (target === undefined) expect(ran.stdout.length, line).toBeGreaterThan(40);
      else expect(statSync(join(folder, target)).size, line).toBeGreaterThan(40);
    }
  }, 120_000);
});
