/** Past and participle of irregular English verbs: `catch: caught caught`. */
const IRREGULAR: Readonly<Record<string, readonly [past: string, participle: string]>> = Object.fromEntries(`
arise arose arisen, begin began begun, bend bent bent, bite bit bitten, blow blew blown, break broke broken, bring brought brought, build built built, burn burnt burnt, buy bought bought, catch caught caught, choose chose chosen,
come came come, cost cost cost, cut cut cut, deal dealt dealt, do did done, draw drew drawn, drive drove driven, eat ate eaten, fall fell fallen, feed fed fed, feel felt felt, fight fought fought, find found found, fly flew flown,
foresee foresaw foreseen, forget forgot forgotten, freeze froze frozen, get got gotten, give gave given, go went gone, grow grew grown, hang hung hung, have had had, hear heard heard, hide hid hidden, hit hit hit, hold held held, hurt hurt hurt,
keep kept kept, know knew known, lay laid laid, lead led led, leave left left, lend lent lent, let let let, lie lay lain, lose lost lost, make made made, mean meant meant, meet met met, misread misread misread, mistake mistook mistaken,
misunderstand misunderstood misunderstood, overcome overcame overcome, overrun overran overrun, oversee oversaw overseen, override overrode overridden, overwrite overwrote overwritten, pay paid paid, put put put, quit quit quit, read read read, rebuild rebuilt rebuilt,
rethink rethought rethought, ride rode ridden, ring rang rung, rise rose risen, run ran run, say said said, see saw seen, seek sought sought, sell sold sold, send sent sent, set set set, shake shook shaken, show showed shown, shrink shrank shrunk, shut shut shut,
sit sat sat, sleep slept slept, speak spoke spoken, spend spent spent, spin spun spun, split split split, spread spread spread, stand stood stood, steal stole stolen, stick stuck stuck, strike struck struck, sweep swept swept, swing swung swung, take took taken,
teach taught taught, tear tore torn, tell told told, think thought thought, throw threw thrown, understand understood understood, undo undid undone, wake woke woken, wear wore worn, win won won, withdraw withdrew withdrawn, withhold withheld withheld, withstand withstood withstood, mislead misled misled, misspell misspelt misspelt, redo redid redone, rewrite rewrote rewritten, resend resent resent, reset reset reset, write wrote written
`.split(',').map((line) => line.trim().split(' ')).map(([verb, past, participle]) => [verb!, [past!, participle!] as const]));

/** Verbs of more syllables whose last consonant is doubled all the same: `omit`, `omitted`. */
const DOUBLED = new Set('admit begin commit defer equip forget handicap incur infer input occur omit output permit prefer recur refer reformat regret rerun reset submit transfer transmit upset'.split(' '));

export type VerbForm = 'base' | 's' | 'ed' | 'en' | 'ing';

/** All forms of an English verb, American and British: `organize` gives `organised` too. A particle stays outside. */
export function verbForms(lemma: string): ReadonlyArray<readonly [string, VerbForm]> {
  const spellings = /[iy]ze$/.test(lemma) ? [lemma, lemma.replace(/ze$/, 'se')] : [lemma];
  return spellings.flatMap((verb) => {
    const [past, participle] = IRREGULAR[verb] ?? [undefined, undefined];
    return stems(verb).flatMap((stem): Array<readonly [string, VerbForm]> => [
      [verb, 'base'], [thirdPerson(verb), 's'], [past ?? pastOf(verb, stem), 'ed'], [participle ?? pastOf(verb, stem), 'en'], [gerundOf(verb, stem), 'ing'],
    ]);
  });
}

/** What `-ed` and `-ing` are put to: the verb, or the verb with its last consonant doubled; both for `label`. */
function stems(verb: string): string[] {
  const doubled = verb + verb.at(-1)!;
  if (/^[^aeiou]*(?:qu)?[aeiou][bdfgklmnprstvz]$/.test(verb) || DOUBLED.has(verb)) return [doubled];
  return /[aeiou]l$/.test(verb) && !/[aeiou]{2}l$/.test(verb) ? [verb, doubled] : [verb];
}

function thirdPerson(verb: string): string {
  if (verb === 'have') return 'has';
  if (/(?:s|x|z|ch|sh|o)$/.test(verb)) return `${verb}es`;
  return /[^aeiou]y$/.test(verb) ? `${verb.slice(0, -1)}ies` : `${verb}s`;
}

function pastOf(verb: string, stem: string): string {
  if (verb.endsWith('e')) return `${verb}d`;
  return /[^aeiou]y$/.test(verb) ? `${verb.slice(0, -1)}ied` : `${stem}ed`;
}

function gerundOf(verb: string, stem: string): string {
  if (verb.endsWith('ie')) return `${verb.slice(0, -2)}ying`;
  return /[^eoy]e$/.test(verb) ? `${verb.slice(0, -1)}ing` : `${stem}ing`;
}

const OF_IRREGULAR: ReadonlyMap<string, ReadonlySet<VerbForm>> = (() => {
  const map = new Map<string, Set<VerbForm>>();
  for (const [verb, [past, participle]] of Object.entries(IRREGULAR)) {
    for (const [word, form] of [[verb, 'base'], [past, 'ed'], [participle, 'en']] as const) map.set(word, (map.get(word) ?? new Set()).add(form));
  }
  return map;
})();

/** Which forms of some verb a word may be, by its ending or the table of irregular ones. */
export function formsByShape(word: string): readonly VerbForm[] {
  const irregular = OF_IRREGULAR.get(word);
  if (irregular) return [...irregular];
  if (word.length > 3 && word.endsWith('ed') && !/^(?:need|speed|feed|seed|exceed|proceed|succeed|embed|shed|red|bed|indeed|hundred)$/.test(word)) return ['ed', 'en'];
  return word.length > 4 && word.endsWith('ing') && !/^(?:during|thing|nothing|something|everything|anything|string|bring|spring|morning|evening)$/.test(word) ? ['ing'] : [];
}
