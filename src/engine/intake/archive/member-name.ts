import { truncate } from '../../../base/text.ts';

const MAX_NAME = 1000;

export interface MemberName {
  /** What it is shown as: parts joined by `/`, none of them `..`, empty or with control characters. */
  readonly path: string;
  /** What was wrong with the name in the archive, in words; `undefined` when nothing was. */
  readonly unsafe: string | undefined;
}

/**
 * The name a member is shown under. Members are stored by their hash, so that a name can do nothing; it is still made
 * one that says where the member stood and that no tool can take for a place outside.
 */
export function memberName(raw: string): MemberName {
  const reasons: string[] = [];
  let text = raw.replaceAll('\\', '/');
  if (/^[A-Za-z]:/.test(text)) {
    reasons.push('names a drive');
    text = text.slice(2);
  }
  if (text.startsWith('/')) reasons.push('is absolute');
  const parts: string[] = [];
  for (const part of text.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..') {
      if (!reasons.includes('leads out of the archive')) reasons.push('leads out of the archive');
      continue;
    }
    // oxlint-disable-next-line no-control-regex
    const clean = part.replace(/[\u0000-\u001f\u007f]/g, '_');
    if (clean !== part && !reasons.includes('has control characters')) reasons.push('has control characters');
    parts.push(clean);
  }
  let path = parts.join('/');
  if (path === '') {
    reasons.push('is empty');
    path = 'unnamed';
  }
  if (path.length > MAX_NAME) {
    reasons.push(`has more than ${MAX_NAME} characters`);
    path = truncate(path, MAX_NAME);
  }
  return { path, unsafe: reasons.length === 0 ? undefined : reasons.join(' and ') };
}

/** Tells members of the same name apart: the second becomes `name (2)`. */
export class TakenNames {
  private readonly taken = new Set<string>();
  private readonly folded = new Map<string, string>();

  /** A name of its own, and the other that it equals but for upper and lower case. */
  use(path: string): { path: string; repeats: boolean; sameButCase: string | undefined } {
    let own = path;
    for (let n = 2; this.taken.has(own); n++) own = `${path} (${n})`;
    this.taken.add(own);
    const key = own.toLowerCase();
    const other = this.folded.get(key);
    if (other === undefined) this.folded.set(key, own);
    return { path: own, repeats: own !== path, sameButCase: other };
  }
}
