/**
 * Which of the messages are the same message with other words in it. Works on distinct messages, their values masked
 * already, so its cost follows from how many kinds of messages there are and not from how many lines.
 */

/** Stands for a value, and for a word that turned out to vary. */
export const VALUE = 0;

/** A group of messages: symbols at each place, `VALUE` where they differ. Symbols are numbers of a vocabulary. */
export interface Group {
  symbols: Int32Array;
  count: number;
  /** Of the message that stands for it: the first one seen. */
  first: number;
  /** Numbers of messages. */
  members: number[];
}

export interface Vocabulary {
  isWord(symbol: number): boolean;
  text(symbol: number): string;
}

/** Merges groups until nothing changes. Deterministic: groups come in the order in which they were first seen. */
export function mergeGroups(input: readonly Group[], vocabulary: Vocabulary): Group[] {
  let groups = [...input];
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const before = groups.length;
    groups = mergeAtOnePlace(groups, vocabulary);
    if (groups.length === before) groups = mergeAtManyPlaces(groups, vocabulary);
    if (groups.length === before) break;
  }
  return groups;
}

const MOST_ROUNDS = 8;

/** What stands between the places of words and values: messages of one frame can be compared place by place. */
export function frameOf(symbols: Int32Array, vocabulary: Vocabulary): number {
  let h = symbols.length;
  for (const s of symbols) h = Math.imul(h ^ (s !== VALUE && !vocabulary.isWord(s) ? s : -9), 0x01000193) ^ (h >>> 13);
  return h >>> 0;
}

/** What a symbol adds to the hash of its message; the hash without one place is then a subtraction. */
function part(place: number, symbol: number): number {
  let h = Math.imul(place + 1, 0x9e3779b1) ^ Math.imul(symbol + 0x7f4a7c15, 0x85ebca6b);
  h ^= h >>> 15;
  h = Math.imul(h, 0xc2b2ae35);
  return (h ^ (h >>> 13)) | 0;
}

function part2(place: number, symbol: number): number {
  return part(symbol ^ 0x5bd1e995, place * 31 + 7);
}

/** Groups that are the same but for one place, where that place has many words. */
function mergeAtOnePlace(groups: readonly Group[], vocabulary: Vocabulary): Group[] {
  const families = new Map<number, { place: number; members: number[] }>();
  groups.forEach(({ symbols }, g) => {
    let h1 = frameOf(symbols, vocabulary) | 0;
    let h2 = symbols.length;
    for (let p = 0; p < symbols.length; p++) {
      h1 = (h1 + part(p, symbols[p]!)) | 0;
      h2 = (h2 + part2(p, symbols[p]!)) | 0;
    }
    for (let p = 0; p < symbols.length; p++) {
      const s = symbols[p]!;
      if (s !== VALUE && !vocabulary.isWord(s)) continue;
      // 53 bits: what the message is without this place, and which place it is.
      const key = ((h1 - part(p, s) + Math.imul(p, 0x632be5ab)) >>> 0) * 2 ** 21 + (((h2 - part2(p, s)) >>> 0) & 0x1fffff);
      const family = families.get(key);
      if (family) family.members.push(g);
      else families.set(key, { place: p, members: [g] });
    }
  });
  const chosen: Array<{ place: number; members: number[]; weight: number }> = [];
  for (const { place, members } of families.values()) {
    if (members.length < 2) continue;
    const merged = varies(groups, members, place, vocabulary);
    if (merged.length > 1) chosen.push({ place, members: merged, weight: merged.length });
  }
  chosen.sort((a, b) => b.weight - a.weight || a.members[0]! - b.members[0]! || a.place - b.place);
  const taken = new Uint8Array(groups.length);
  const result: Group[] = [];
  for (const { place, members } of chosen) {
    const free = members.filter((g) => taken[g] === 0);
    if (free.length < 2 || free.length * 2 < members.length) continue;
    for (const g of free) taken[g] = 1;
    const first = groups[free[0]!]!;
    const symbols = Int32Array.from(first.symbols);
    symbols[place] = VALUE;
    result.push(joined(free.map((g) => groups[g]!), symbols));
  }
  groups.forEach((group, g) => {
    if (taken[g] === 0) result.push(group);
  });
  return same(result).sort((a, b) => a.first - b.first);
}

/**
 * Groups that share most of their words and differ in several places, each of which has many words. What they share is
 * seen by how many groups of the frame have the same word at the same place.
 */
function mergeAtManyPlaces(groups: readonly Group[], vocabulary: Vocabulary): Group[] {
  const frames = new Map<number, number[]>();
  groups.forEach(({ symbols }, g) => {
    const key = frameOf(symbols, vocabulary) * 256 + Math.min(255, symbols.length);
    const list = frames.get(key);
    if (list) list.push(g);
    else frames.set(key, [g]);
  });
  const result: Group[] = [];
  for (const members of frames.values()) {
    if (members.length < MANY) for (const g of members) result.push(groups[g]!);
    else result.push(...mergeFrame(members.map((g) => groups[g]!), vocabulary));
  }
  return same(result).sort((a, b) => a.first - b.first);
}

/** Groups of a frame that are worth comparing. */
const MANY = 5;

function mergeFrame(groups: readonly Group[], vocabulary: Vocabulary): Group[] {
  const length = groups[0]!.symbols.length;
  const counts = Array.from({ length }, (_, p) => {
    const column = new Map<number, number>();
    for (const { symbols } of groups) column.set(symbols[p]!, (column.get(symbols[p]!) ?? 0) + 1);
    return column;
  });
  // By the words that a group shares with at least half as many others as its most shared word.
  const clusters = new Map<string, Group[]>();
  for (const group of groups) {
    let most = 0;
    for (let p = 0; p < length; p++) if (vocabulary.isWord(group.symbols[p]!)) most = Math.max(most, counts[p]!.get(group.symbols[p]!)!);
    const key = Array.from(group.symbols, (s, p) => (!vocabulary.isWord(s) ? (s === VALUE ? '*' : '') : counts[p]!.get(s)! * 2 >= most && most > 1 ? s : '*')).join(' ');
    const cluster = clusters.get(key);
    if (cluster) cluster.push(group);
    else clusters.set(key, [group]);
  }
  return [...clusters].flatMap(([key, cluster]) => (cluster.length < MANY ? cluster : mergeCluster(cluster, key.split(' '), vocabulary)));
}

/** `shared` has `*` at places that are not shared. */
function mergeCluster(cluster: readonly Group[], shared: readonly string[], vocabulary: Vocabulary): Group[] {
  const { symbols } = cluster[0]!;
  const constants = shared.filter((s, p) => s !== '*' && s !== '' && vocabulary.text(symbols[p]!).length > 1).length;
  const varying: number[] = [];
  shared.forEach((s, p) => {
    if (s !== '*') return;
    const column = new Set(cluster.map((g) => g.symbols[p]!).filter((symbol) => symbol !== VALUE));
    const words = [...column].filter((symbol) => !isSwitch(vocabulary.text(symbol)));
    const isAfterName = p > 0 && (isBeforeValue(symbols[p - 1]!, vocabulary) || isNamed(symbols, p, vocabulary));
    const needed = isAfterName && constants > 2 ? 5 : constants > 3 ? 8 : 16;
    if (words.length >= needed || words.filter((symbol) => looksLikeValue(vocabulary.text(symbol))).length >= 3) varying.push(p);
  });
  // What is shared has to outweigh what varies.
  if (varying.length === 0 || constants <= varying.length) return [...cluster];
  const merged = cluster.map((group) => {
    const changed = Int32Array.from(group.symbols);
    for (const p of varying) changed[p] = VALUE;
    return { ...group, symbols: changed };
  });
  return same(merged);
}

function joined(groups: readonly Group[], symbols: Int32Array): Group {
  return { symbols, count: groups.reduce((sum, g) => sum + g.count, 0), first: Math.min(...groups.map((g) => g.first)), members: groups.flatMap((g) => g.members) };
}

/**
 * At most `most` groups, whatever it costs: of the rarest only the frame and the first word are kept, then the frame, then
 * nothing. For messages that have nothing in common, so that they do not fill the memory.
 */
export function mergeRest(groups: readonly Group[], vocabulary: Vocabulary, most: number): Group[] {
  let result = [...groups];
  for (const keep of [1, 0, -1]) {
    if (result.length <= most) return result;
    const byCount = result.toSorted((a, b) => b.count - a.count || a.first - b.first);
    const kept = byCount.slice(0, Math.floor(most / 2));
    const rest = byCount.slice(kept.length).map((group) => ({ ...group, symbols: keep < 0 ? Int32Array.of(VALUE) : onlyFirstWords(group.symbols, vocabulary, keep) }));
    result = same([...kept, ...rest]).sort((a, b) => a.first - b.first);
  }
  return result;
}

function onlyFirstWords(symbols: Int32Array, vocabulary: Vocabulary, keep: number): Int32Array {
  let words = 0;
  return symbols.map((s) => (s === VALUE || !vocabulary.isWord(s) || words++ < keep ? s : VALUE));
}

/** Groups that became the same are one. */
function same(groups: readonly Group[]): Group[] {
  const byText = new Map<string, Group[]>();
  for (const group of groups) {
    const key = group.symbols.join(',');
    const known = byText.get(key);
    if (known) known.push(group);
    else byText.set(key, [group]);
  }
  return [...byText.values()].map((list) => (list.length === 1 ? list[0]! : joined(list, list[0]!.symbols)));
}

/** Which of the members differ at a place by a value rather than by what they say; fewer than two: none. */
function varies(groups: readonly Group[], members: readonly number[], place: number, vocabulary: Vocabulary): number[] {
  const { symbols } = groups[members[0]!]!;
  let constants = 0;
  let before = 0;
  for (let p = 0; p < symbols.length; p++) {
    if (p === place) continue;
    const s = symbols[p]!;
    if (s === VALUE || !vocabulary.isWord(s) || vocabulary.text(s).length < 2) continue;
    constants++;
    if (p < place) before++;
  }
  if (constants === 0) return [];
  const all = members.filter((g) => groups[g]!.symbols[place] !== VALUE);
  const words = all.filter((g) => !isSwitch(vocabulary.text(groups[g]!.symbols[place]!)));
  const hasValue = members.some((g) => groups[g]!.symbols[place] === VALUE);
  const formal = words.filter((g) => looksLikeValue(vocabulary.text(groups[g]!.symbols[place]!)));
  const valuePlace = place > 0 && isBeforeValue(symbols[place - 1]!, vocabulary);
  let needed = constants >= 4 ? 5 : constants === 3 ? 6 : constants === 2 ? 8 : 16;
  if (before === 0) needed *= 2;
  else if (isNamed(symbols, place, vocabulary)) needed = Math.min(needed, 3);
  else if (valuePlace && constants > 2) needed = 5;
  // Where it is sure that a place varies, whatever stands there is a value.
  if (words.length >= (hasValue ? Math.max(2, needed - 2) : needed) || all.length >= needed * 3) return [...members];
  const neededFormal = before === 0 ? 5 : 2;
  if (formal.length + (hasValue ? 1 : 0) >= neededFormal) return members.filter((g) => groups[g]!.symbols[place] === VALUE || formal.includes(g));
  return [];
}

const SWITCHES = new Set(['true', 'false', 'yes', 'no', 'on', 'off', 'null', 'none', 'enabled', 'disabled', 'nil', 'undefined', 'ok', 'success', 'failed', 'failure', 'error']);

/** Says which of a few ways it went, or what was done: part of the message. */
function isSwitch(text: string): boolean {
  return SWITCHES.has(text.toLowerCase()) || /^(?:[A-Z][A-Z_]+|[A-Za-z][a-z]{2,}(?:ed|ing))$/.test(text);
}

const NAMED = new Set(['user', 'username', 'account', 'login', 'host', 'hostname', 'domain']);

/** "for user …": after these nouns stands whose, and not what happened. */
function isNamed(symbols: Int32Array, place: number, vocabulary: Vocabulary): boolean {
  return place > 0 && vocabulary.isWord(symbols[place - 1]!) && NAMED.has(vocabulary.text(symbols[place - 1]!).toLowerCase());
}

/** Names of things rather than words: `com.example.App`, `ns/pod`, `~/notes`, `eth0`; `ACTION_DOWN` is one of a few. */
function looksLikeValue(text: string): boolean {
  return !/(?:^|[^A-Za-z])[A-Z_]{2,}$/.test(text) && (/[a-z0-9][./@\\$~+][a-z0-9]/i.test(text) || /^[./\\~]./.test(text) || /^[A-Za-z]+\d$/.test(text));
}

/** `=`, `:`, quotes and opening brackets stand before values. */
function isBeforeValue(symbol: number, vocabulary: Vocabulary): boolean {
  if (symbol === VALUE || vocabulary.isWord(symbol)) return false;
  return '=:"\'[(<{|@'.includes(vocabulary.text(symbol));
}
