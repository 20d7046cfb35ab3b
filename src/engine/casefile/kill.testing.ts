/** The process that kill.test.ts kills: works on a case without end and prints the number of each acknowledged step. */
import { writeSync } from 'node:fs';
import { unwrap } from '../../base/result.ts';
import { openCaseFile } from './open.ts';

const file = unwrap(openCaseFile(process.argv[2]!));
writeSync(1, 'open\n');
for (let i = 0; ; i++) {
  const { revision } = file.postmortem();
  const typed = unwrap(file.run({ name: 'postmortem.edit', input: { baseRevision: revision, edits: [{ offset: 0, deleted: '', inserted: `${i} ` }] } }, 'ada'));
  writeSync(1, `${typed.workRevision}\n`);
  if (i % 5 === 4) writeSync(1, `${unwrap(file.undo('ada')).workRevision}\n`);
  if (i % 10 === 9) writeSync(1, `${unwrap(file.redo('ada')).workRevision}\n`);
}
