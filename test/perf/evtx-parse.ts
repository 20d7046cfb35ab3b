// Reads one event log to its end and throws the records away, bodies and attributes made: what the parser alone takes.
import { FileSource } from '../../src/engine/ingest/file-source.ts';
import { evtx } from '../../src/formats/evtx/index.ts';

const source = await FileSource.open(process.argv[2]!, () => undefined);
let records = 0;
let characters = 0;
await evtx.parse(source, {
  record: ({ body }) => {
    records++;
    characters += body.length;
  },
  diagnostic: () => undefined,
  room: () => undefined,
}, { name: 'log', zone: 'UTC' }, new AbortController().signal);
await source.close();
console.log(JSON.stringify({ records, characters }));
