import { homedir, userInfo } from 'node:os';
import { join } from 'node:path';

/**
 * The folder for what belongs to the person rather than to a case (recent cases, window places): the platform's own
 * (XDG base directory specification 0.8, Apple's and Microsoft's conventions), or the one that TEPHRA_DATA names.
 * All shells use it, so that they share their recent cases.
 */
export function appDataDir(env: NodeJS.ProcessEnv = process.env, platform: NodeJS.Platform = process.platform): string {
  const named = env['TEPHRA_DATA'];
  if (named !== undefined && named !== '') return named;
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Tephra');
  if (platform === 'win32') return join(env['APPDATA'] ?? join(homedir(), 'AppData', 'Roaming'), 'Tephra');
  const base = env['XDG_DATA_HOME'];
  // The specification has relative paths ignored.
  return join(base?.startsWith('/') === true ? base : join(homedir(), '.local', 'share'), 'tephra');
}

/** Where the sample incident's case is, once `npm start` has made it. */
export function sampleCaseDir(dataDir: string): string {
  return join(dataDir, 'cases', 'sample-incident.tephra');
}

/** Who writes, for custody and history: TEPHRA_AUTHOR, or the name the machine knows the person by. */
export function authorName(env: NodeJS.ProcessEnv = process.env): string {
  const named = env['TEPHRA_AUTHOR'];
  if (named !== undefined && named.trim() !== '') return named.trim();
  try {
    return userInfo().username;
  } catch {
    // A user id without an entry in the password file, as containers have.
    return 'unknown';
  }
}
