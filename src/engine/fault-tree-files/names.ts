import { NodeName } from '../../model/fault-tree/document.ts';

const LONGEST = 200;

/** A name that the contract allows, as near to the one said as can be: other characters become `_`. */
export function allowedName(said: string): string {
  if (said !== '' && said.length <= LONGEST && NodeName.safeParse(said).success) return said;
  const ascii = said.slice(0, LONGEST).normalize('NFKD').replace(/\p{M}/gu, '').replace(/[^\w.-]/g, '_');
  const parts = ascii.split('.').map((part) => part.replace(/-+$/, '').replace(/^-+/, '')).filter((part) => part !== '');
  const joined = parts.join('.').slice(0, LONGEST - 10).replace(/[.-]+$/, '');
  const name = joined === '' || /^[A-Za-z_]/.test(joined) ? joined : `_${joined}`;
  return name !== '' && NodeName.safeParse(name).success ? name : 'event';
}

/** Names of one document, each once: those of nodes whatever their case, those of parameters by it. */
export class NameBook {
  readonly #key: (name: string) => string;
  readonly #taken = new Set<string>();
  readonly #next = new Map<string, number>();
  /** Whether the last name taken had to give way to another. */
  clashed = false;

  constructor(caseless: boolean) {
    this.#key = caseless ? (name) => name.toLowerCase() : (name) => name;
  }

  take(said: string): string {
    const name = allowedName(said);
    let free = name;
    this.clashed = this.#taken.has(this.#key(name));
    for (let n = this.#next.get(this.#key(name)) ?? 2; this.#taken.has(this.#key(free)); n++) {
      free = `${name.slice(0, LONGEST - 10)}-${n}`;
      this.#next.set(this.#key(name), n + 1);
    }
    this.#taken.add(this.#key(free));
    return free;
  }
}
