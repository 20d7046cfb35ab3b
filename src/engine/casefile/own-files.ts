import { basename, dirname } from 'node:path';
import { isCaseFolder } from './open.ts';

/**
 * Whether a path is a case or one of its databases: what intake and inspection must neither take for evidence nor
 * open. POSIX drops a process's locks on a file when it closes any handle of it, so reading the databases of an open
 * case would free them under the engine's feet (https://www.sqlite.org/howtocorrupt.html, section 2.2).
 */
export function belongsToCase(path: string): boolean {
  return isCaseFolder(path) || (OWN.test(basename(path)) && isCaseFolder(dirname(path)));
}

const OWN = /^(?:(?:case|lock)\.sqlite|index\.duckdb|endpoint\.json)/;
