import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cruiseSource, type Cruised } from './cruise.ts';
import { FORBIDDEN } from './rules.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** [rule, the file that breaks it, what it imports] */
const PLANTED: readonly (readonly [rule: string, from: string, imports: string])[] = [
  ['base', 'src/base/planted.ts', 'src/model/case.ts'],
  ['model', 'src/model/planted.ts', 'src/protocol/define.ts'],
  ['protocol', 'src/protocol/planted.ts', 'src/engine/service/engine.ts'],
  ['formats-contract', 'src/formats/contract.ts', 'src/protocol/define.ts'],
  ['formats-barrel', 'src/formats/index.ts', 'src/engine/ingest/worker.ts'],
  ['formats', 'src/formats/access-log/planted.ts', 'src/formats/json-lines/parse.ts'],
  ['figures', 'src/figures/planted.ts', 'src/renderer/ui/button.tsx'],
  ['engine-intake', 'src/engine/intake/planted.ts', 'src/formats/index.ts'],
  ['engine-ingest', 'src/engine/ingest/planted.ts', 'src/formats/access-log/parse.ts'],
  ['engine-index', 'src/engine/index/planted.ts', 'src/engine/service/engine.ts'],
  ['engine-casefile', 'src/engine/casefile/planted.ts', 'src/renderer/rpc/client.ts'],
  ['engine-analyse', 'src/engine/analyse/planted.ts', 'src/engine/index/store.ts'],
  ['engine-report', 'src/engine/report/planted.ts', 'src/engine/casefile/store.ts'],
  ['engine-actions', 'src/engine/actions/planted.ts', 'src/engine/casefile/store.ts'],
  ['engine-fault-tree-files', 'src/engine/fault-tree-files/planted.ts', 'src/engine/report/live.ts'],
  ['engine-service', 'src/engine/service/planted.ts', 'src/host/server.ts'],
  ['renderer-ui', 'src/renderer/ui/planted.tsx', 'src/model/case.ts'],
  ['renderer-state', 'src/renderer/state/planted.ts', 'src/renderer/rpc/client.ts'],
  ['renderer-rpc', 'src/renderer/rpc/planted.ts', 'src/renderer/state/store.ts'],
  ['renderer-people', 'src/renderer/people/planted.tsx', 'src/renderer/comments/comments.tsx'],
  ['renderer-comments', 'src/renderer/comments/planted.tsx', 'src/renderer/views/timeline/view.tsx'],
  ['renderer-parts', 'src/renderer/parts/planted.tsx', 'src/renderer/comments/comments.tsx'],
  ['renderer-views', 'src/renderer/views/explore/planted.tsx', 'src/renderer/views/timeline/view.tsx'],
  ['renderer-app', 'src/renderer/app/planted.tsx', 'src/engine/index/store.ts'],
  ['preload', 'src/preload/planted.ts', 'src/main/windows.ts'],
  ['main', 'src/main/planted.ts', 'src/engine/casefile/store.ts'],
  ['host', 'src/host/planted.ts', 'src/engine/ingest/worker.ts'],
  ['cli', 'src/cli/planted.ts', 'src/main/windows.ts'],
  ['setup', 'src/setup/planted.ts', 'src/engine/service/engine.ts'],
  ['only-shell-imports-electron', 'src/engine/service/planted-shell.ts', 'electron'],
  ['no-node-in-pure-code', 'src/engine/report/planted-node.ts', 'node:fs'],
  ['formats-compute-only', 'src/formats/access-log/planted-node.ts', 'node:fs'],
  ['resolvable', 'src/base/planted-missing.ts', 'src/base/missing.ts'],
];

/** What the table allows, one for each row that has a condition to get wrong. */
const ALLOWED: readonly (readonly [from: string, imports: string])[] = [
  ['src/formats/access-log/allowed.ts', 'src/formats/contract.ts'],
  ['src/formats/access-log/allowed-buffer.ts', 'node:buffer'],
  ['src/engine/ingest/allowed.ts', 'src/formats/index.ts'],
  ['src/engine/report/allowed.ts', 'src/engine/index/contract.ts'],
  ['src/renderer/views/explore/allowed.tsx', 'src/renderer/views/explore/planted.tsx'],
  ['src/main/allowed.ts', 'src/engine/service/engine.ts'],
  ['src/main/allowed-electron.ts', 'electron'],
  ['src/engine/service/allowed.ts', 'node:fs'],
];

function specifier(from: string, to: string): string {
  return to.startsWith('src/') ? `${'../'.repeat(from.split('/').length - 1)}${to}` : to;
}

describe('the import table', () => {
  let dir: string;
  let planted: Cruised;

  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), 'tephra-arch-'));
    const write = (path: string, text: string): void => {
      mkdirSync(dirname(join(dir, path)), { recursive: true });
      writeFileSync(join(dir, path), text);
    };
    for (const [, , to] of PLANTED) if (to.startsWith('src/') && !to.includes('missing')) write(to, 'export const x = 1;\n');
    write('node_modules/electron/package.json', '{"name":"electron","main":"index.js"}');
    write('node_modules/electron/index.js', '');
    write('src/engine/index/contract.ts', 'export const x = 1;\n');
    for (const [from, to] of ALLOWED) write(from, `import type { x } from '${specifier(from, to)}';\nexport type X = typeof x;\n`);
    // JSX in the way of the parser, and an import of types alone: neither may hide a violation.
    for (const [, from, to] of PLANTED) {
      const jsx = from.endsWith('.tsx') ? 'export const Element = () => <p className="x">text</p>;\n' : '';
      write(from, `import type { x } from '${specifier(from, to)}';\nexport type X = typeof x;\n${jsx}`);
    }
    planted = await cruiseSource(dir);
  });
  afterAll(() => rmSync(dir, { recursive: true, force: true }));

  test.each(PLANTED)('%s: fails for %s → %s', (rule, from) => {
    expect(planted.violations.filter((violation) => violation.from === from).map((violation) => violation.rule.name)).toContain(rule);
  });

  test.each(ALLOWED)('allows %s → %s', (from) => {
    expect(planted.violations.filter((violation) => violation.from === from)).toEqual([]);
  });

  test('has a planted violation for every rule', () => {
    expect(new Set(PLANTED.map(([rule]) => rule))).toEqual(new Set(FORBIDDEN.map((rule) => rule.name)));
  });

  test('is what the source keeps to', async () => {
    const source = await cruiseSource(root);
    expect(source.violations.map((violation) => `${violation.rule.name}: ${violation.from} → ${violation.to}`)).toEqual([]);
    // A cruise that read nothing would pass as well.
    expect(source.modules).toBeGreaterThan(100);
  });
});
