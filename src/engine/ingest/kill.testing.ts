import { openTestCase } from './ingest.testing.ts';

/**
 * A process that takes a file into a case until somebody kills it: `node kill.testing.ts CASE FILE`. Says a line once
 * rows of it are on disk.
 */
const [dir, file] = process.argv.slice(2);
const open = await openTestCase(dir!, { create: true });
void open.add([file!]);
let said = false;
const seen = setInterval(() => {
  void open.index.count({ terms: [] }).then((count) => {
    if (!said && count.ok && count.value > 0) {
      said = true;
      clearInterval(seen);
      process.stdout.write('rows\n');
    }
    return undefined;
  });
}, 20);
