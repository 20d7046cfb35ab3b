import { resolve } from 'node:path';
import { plural, visibleText } from '../../base/text.ts';
import { api } from '../../protocol/api.ts';
import type { ItemOf } from '../../protocol/define.ts';
import { EXIT, must, usageError } from '../failure.ts';
import type { CommandContext } from '../io.ts';
import { toJson } from '../json.ts';
import { ProgressLine, byteProgressText } from '../progress.ts';
import { formatTable } from '../table.ts';
import { withEngine } from '../with-case.ts';

type Check = ItemOf<typeof api.verifyCase>;

const CHECKS: ReadonlyArray<readonly [Check['check'], string]> = [
  ['evidence', 'evidence hashes'], ['journal', 'audit chain'], ['case-database', 'case database'], ['index-database', 'index database'],
];

export async function verify(context: CommandContext): Promise<number> {
  const { io, operands, json } = context;
  const [dir] = operands;
  if (dir === undefined || operands.length > 1) throw usageError('verify', 'verify takes one case');
  const path = resolve(io.cwd, dir);
  return withEngine(context, async (client) => {
    // A case too damaged to open has not passed either.
    must(await client.call(api.openCase, { path }, { signal: io.signal }), { 'case/damaged': EXIT.verificationFailed });
    const line = new ProgressLine(io.stderr);
    const checks: Check[] = [];
    const answer = await client.call(api.verifyCase, {}, {
      signal: io.signal,
      onItem: (check) => { checks.push(check); },
      onProgress: (p) => line.show(byteProgressText(p)),
    });
    line.clear();
    const { ok, checked, failed, seconds } = must(answer);
    await io.stdout.write(json ? `${toJson({ case: path, ok, checked, failed, checks, seconds })}\n` : verifyText(checks, ok));
    return ok ? EXIT.done : EXIT.verificationFailed;
  });
}

export function verifyText(checks: readonly Check[], ok: boolean): string {
  const rows = CHECKS.flatMap(([check, title]) => {
    const all = checks.filter((c) => c.check === check);
    const passed = all.filter((c) => c.ok).length;
    return all.length === 0 ? [] : [[passed === all.length ? 'ok' : 'FAILED', title, all.length === 1 ? all[0]!.message : `${passed} of ${plural(all.length, 'file')} unchanged`]];
  });
  const failures = checks.filter((c) => !c.ok).map((c) => `${visibleText(c.subject)}: ${visibleText(c.message)}\n`).join('');
  return `${formatTable([{ title: 'RESULT' }, { title: 'CHECK' }, { title: 'DETAIL' }], rows)}${failures}${ok ? 'Everything is as it was.\n' : 'Verification failed; the lines above name what is not as it was.\n'}`;
}
