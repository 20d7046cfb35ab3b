import { openTestCase } from './ingest.testing.ts';

/**
 * A process that takes a file into a case until somebody kills it: `node kill.testing.ts CASE FILE`. Says a line once
 * rows of it are on disk.
 */
const [dir, file] = process.argv.slice(2);
const open = await openTestCase(dir!, { create: true });
void open.add([file!]);
const seen = setInterval(() => {
  void open.index.count({ terms: [] }).then((count) => {
    if (count.ok && count.value > 0) {
      clearInterval(seen);
      process.stdout.write('rows\n');
    }
    return undefined;
  });
}, 20);
