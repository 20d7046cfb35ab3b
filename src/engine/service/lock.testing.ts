/** The process that lock.test.ts kills: takes the lock of a folder and keeps it. */
import { writeSync } from 'node:fs';
import { unwrap } from '../../base/result.ts';
import { takeLock } from './lock.ts';

const lock = unwrap(takeLock(process.argv[2]!));
writeSync(1, lock ? 'held\n' : 'taken\n');
if (lock) setInterval(() => {}, 1000);
