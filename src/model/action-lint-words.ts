/**
 * What makes an action one that nobody can finish, as data. "Actionable, specific, bounded": PagerDuty, Postmortem
 * documentation, "How to write" (https://postmortems.pagerduty.com/how_to_write/writing/); verbs as in the Google SRE workbook,
 * chapter 10, "Postmortem culture". A line more here is a rule more.
 */

export interface VagueVerb {
  readonly language: 'en' | 'de';
  /** What the title begins with (English, German imperative) or ends with (German infinitive), in lower case. */
  readonly words: readonly string[];
  readonly reason: string;
  readonly suggestion: string;
  /** A measure in the title ("to 200", "by 30 %", "within 5 minutes") says how far: then it is not vague. */
  readonly unlessMeasured?: boolean;
}

/** A number with what makes it a measure, in lower case. */
export const MEASURE = String.raw`(?:^| )(?:to|by|from|at|above|below|under|over|within|until|past|after|for|auf|um|ab|unter|über|bis|von|binnen|nach) \d|\d ?%`;

const NO_END = 'Nobody can tell when this is done.';

export const VAGUE_VERBS: readonly VagueVerb[] = [
  { language: 'en', unlessMeasured: true, words: ['improve', 'enhance', 'optimize', 'optimise', 'strengthen', 'harden', 'increase', 'better'], reason: `“{word}” says which way, not how far. ${NO_END}`, suggestion: 'Say what will be different and by how much: “Alert when p99 latency passes 2 s for 5 minutes”.' },
  { language: 'en', words: ['investigate', 'look into', 'look at', 'explore', 'analyze', 'analyse', 'research', 'study', 'examine', 'dig into', 'understand', 'figure out', 'find out'], reason: `“{word}” can go on for ever. ${NO_END}`, suggestion: 'Name the question and where the answer goes: “Write down why retries are not capped, in the payments design note”.' },
  { language: 'en', words: ['consider', 'think about', 'evaluate', 'assess', 'discuss', 'talk about', 'talk to', 'explore options for', 'see if'], reason: '“{word}” decides nothing: it is done as soon as somebody has thought about it.', suggestion: 'Name the decision, who takes it and by when: “Decide between pool limits per tenant and one global limit”.' },
  { language: 'en', words: ['ensure', 'make sure', 'guarantee', 'see to it', 'verify that nobody', 'avoid', 'prevent'], reason: '“{word}” states a wish. What will be changed so that it holds is missing.', suggestion: 'Say what is built or changed: “Reject deploys whose migration locks a table for over 1 s”.' },
  { language: 'en', unlessMeasured: true, words: ['monitor', 'watch', 'keep an eye on', 'track', 'observe', 'follow up', 'follow up on', 'stay on top of', 'be aware'], reason: `“{word}” has no end, and nobody is told when something happens. ${NO_END}`, suggestion: 'Name the signal, the threshold and who is paged: “Page payments on-call when connections pass 90 % for 5 minutes”.' },
  { language: 'en', words: ['be more careful', 'be careful', 'pay attention', 'remember', 'remember to', 'remind', 'try', 'try to', 'take care', 'take more care', 'do better'], reason: '“{word}” asks people to be other than they were. The next ones will be in the same situation.', suggestion: 'Change the situation: a check, a default or a limit that works when people are tired.' },
  { language: 'en', words: ['address', 'handle', 'deal with', 'work on', 'tackle', 'support', 'help', 'manage', 'fix issues with', 'clean up', 'cleanup', 'streamline', 'facilitate', 'coordinate', 'align'], reason: `“{word}” names no result. ${NO_END}`, suggestion: 'Say what will exist or be gone afterwards.' },
  { language: 'en', words: ['review', 'revisit', 'reconsider', 'rethink'], reason: '“{word}” is done once somebody has looked, whatever they saw.', suggestion: 'Say what comes of it: “List the timeouts of all callers and set each below its caller’s”.' },
  { language: 'en', words: ['communicate', 'raise awareness', 'share', 'educate', 'encourage', 'socialize', 'socialise'], reason: '“{word}” wears off. Nothing in the system is different afterwards.', suggestion: 'Put it where it is met: into the runbook, the alert’s text, the review template.' },
  { language: 'de', unlessMeasured: true, words: ['verbessern', 'verbessere', 'optimieren', 'optimiere', 'erhöhen', 'erhöhe', 'stärken', 'stärke', 'härten', 'härte', 'ausbauen'], reason: '„{word}“ sagt die Richtung, nicht wie weit. Niemand kann sagen, wann es erledigt ist.', suggestion: 'Sagen, was anders wird und um wie viel: „Alarm, sobald p99 5 Minuten lang über 2 s liegt“.' },
  { language: 'de', words: ['untersuchen', 'untersuche', 'analysieren', 'analysiere', 'anschauen', 'ansehen', 'recherchieren', 'erforschen', 'verstehen', 'herausfinden', 'klären', 'kläre'], reason: '„{word}“ hat kein Ende. Niemand kann sagen, wann es erledigt ist.', suggestion: 'Die Frage nennen und wo die Antwort steht.' },
  { language: 'de', words: ['überlegen', 'erwägen', 'erwäge', 'evaluieren', 'evaluiere', 'diskutieren', 'diskutiere', 'besprechen', 'bespreche', 'nachdenken', 'prüfen', 'prüfe'], reason: '„{word}“ entscheidet nichts.', suggestion: 'Die Entscheidung nennen, wer sie trifft und bis wann.' },
  { language: 'de', words: ['sicherstellen', 'gewährleisten', 'gewährleiste', 'vermeiden', 'vermeide', 'verhindern', 'verhindere', 'dafür sorgen'], reason: '„{word}“ ist ein Wunsch. Es fehlt, was geändert wird, damit er in Erfüllung geht.', suggestion: 'Sagen, was gebaut oder geändert wird.' },
  { language: 'de', unlessMeasured: true, words: ['überwachen', 'überwache', 'beobachten', 'beobachte', 'im auge behalten', 'verfolgen', 'monitoren'], reason: '„{word}“ hat kein Ende, und niemand erfährt, wenn etwas geschieht.', suggestion: 'Das Signal nennen, die Schwelle und wer gerufen wird.' },
  { language: 'de', words: ['aufpassen', 'achten', 'achtgeben', 'vorsichtiger sein', 'besser aufpassen', 'daran denken', 'versuchen', 'versuche', 'bemühen'], reason: '„{word}“ verlangt von Menschen, anders zu sein. Die nächsten sind in derselben Lage.', suggestion: 'Die Lage ändern: eine Prüfung, eine Voreinstellung, eine Grenze.' },
  { language: 'de', words: ['kümmern', 'bearbeiten', 'bearbeite', 'angehen', 'behandeln', 'unterstützen', 'unterstütze', 'aufräumen', 'abstimmen', 'sensibilisieren', 'sensibilisiere', 'kommunizieren', 'kommuniziere'], reason: '„{word}“ nennt kein Ergebnis.', suggestion: 'Sagen, was es danach gibt oder nicht mehr gibt.' },
];

/** Words without an edge, anywhere in the title; "every 5 minutes", "every quarter" and "every path of the coupon lookup" have one. */
export const UNBOUNDED_UNLESS = String.raw`\b(?:every|all) [\p{L}-]+ (?:of|in) (?:the|this) |\b(?:every|jede[nrs]?|alle) (?:\d|(?:single )?(?:second|minute|hour|day|night|week|month|quarter|year|sekunde|minute|stunde|tag|nacht|woche|monat|quartal|jahr))`;
export const UNBOUNDED: ReadonlyArray<{ readonly language: 'en' | 'de'; readonly words: readonly string[] }> = [
  { language: 'en', words: ['all', 'every', 'everything', 'everywhere', 'everyone', 'everybody', 'always', 'never', 'anything', 'wherever', 'continuously', 'ongoing', 'regularly', 'periodically', 'as needed', 'where possible', 'if possible', 'as appropriate', 'etc', 'across the board', 'going forward'] },
  { language: 'de', words: ['alle', 'allen', 'aller', 'alles', 'jede', 'jeden', 'jeder', 'jedes', 'immer', 'nie', 'niemals', 'überall', 'ständig', 'laufend', 'regelmäßig', 'bei bedarf', 'wo möglich', 'falls möglich', 'grundsätzlich', 'usw', 'künftig', 'in zukunft'] },
];

/** What sets people right in place of the system. Regular expressions over the title in lower case. */
export const BLAME: ReadonlyArray<{ readonly pattern: string; readonly reason: string; readonly suggestion: string }> = [
  { pattern: String.raw`^(?:re-?)?(?:train|educate|coach|teach|instruct|remind|retrain)\b(?!.*\b(?:model|classifier|network)\b)`, reason: 'This mends a person. Whoever comes next has not had the training, and training wears off.', suggestion: 'Ask what made the step make sense then, and change that: a guard, a clearer screen, a safer default.' },
  { pattern: String.raw`\b(?:talk|speak) (?:to|with) (?:\w+ )?(?:engineer|developer|operator|person|responder|employee|team member|admin)`, reason: 'This mends a person, not what let it happen.', suggestion: 'Change what made the step possible or likely.' },
  { pattern: String.raw`\bhold\b.*\baccountable\b|\bdisciplin|\breprimand|\bwarn (?:the )?(?:engineer|developer|operator)`, reason: 'This punishes. People who fear it stop telling what happened.', suggestion: 'Change what made the step possible or likely.' },
  { pattern: String.raw`\b(?:human error|operator error|user error|carelessness|negligence)\b`, reason: '“Human error” is where looking began, not where it ends.', suggestion: 'Say what made the step make sense then, and change that.' },
  { pattern: String.raw`\b(?:schulen|schule|nachschulen|belehren|ermahnen|ermahne|unterweisen|sensibilisieren)\b`, reason: 'Das ändert einen Menschen, nicht die Lage. Wer danach kommt, war nicht dabei.', suggestion: 'Fragen, was den Schritt damals sinnvoll machte, und das ändern.' },
  { pattern: String.raw`\b(?:menschliches versagen|unachtsamkeit|fahrlässigkeit|bedienfehler)\b`, reason: '„Menschliches Versagen“ ist der Anfang der Suche, nicht ihr Ende.', suggestion: 'Sagen, was den Schritt damals sinnvoll machte, und das ändern.' },
];

/** A test of done that says "done" in other words, in lower case and without punctuation. */
export const EMPTY_TESTS: readonly string[] = [
  'done', 'is done', 'it is done', 'when done', 'when it is done', 'finished', 'completed', 'implemented', 'it is implemented', 'fixed', 'it is fixed', 'deployed', 'merged', 'it works', 'works', 'ticket closed', 'ticket is closed', 'closed', 'see title', 'tbd', 'to be defined', 'n a', 'na', 'yes',
  'erledigt', 'fertig', 'umgesetzt', 'implementiert', 'behoben', 'abgeschlossen', 'geschlossen', 'es funktioniert', 'funktioniert', 'siehe titel', 'offen',
];

/** Words that carry no meaning of their own when a test of done is compared with the title. */
export const STOP_WORDS: ReadonlySet<string> = new Set((
  'a an the of to in on at for from with by and or is are be been was were has have had it its this that these those when once after if then so as we our done implemented finished completed fixed in place '
  + 'der die das den dem des ein eine einen einem einer und oder ist sind wird werden wurde hat haben wenn sobald nachdem es im in am an auf für von vom zu zum zur mit bei erledigt fertig umgesetzt'
).split(' '));

/** Imperatives that actions begin with. A first word that is none of these, none of them with a prefix, and no German infinitive at the end: no verb first. */
export const VERBS: ReadonlySet<string> = new Set((
  'increase improve monitor train backfill track enhance strengthen harden optimize watch follow observe teach abort accept accelerate activate adapt add adjust adopt advertise agree alert alias allocate allow alter amend annotate announce answer append apply appoint approve archive arrange ask assert assign attach audit auth authenticate authorize automate back balance ban batch begin benchmark bind block book boot bound break bring broadcast buffer build bump buy bypass cache calculate calibrate call canary cancel cap capture carry catch certify change charge check choose circuit clamp clarify classify clean clear clone close cluster collect combine comment commission commit compact compare compile complete compress compute configure confirm connect consolidate constrain contact containerize continue contract convert copy correct count cover create cross cut cycle debounce debug declare decline decommission decouple decrease dedicate dedupe default defer define degrade delay delegate delete deliver demote deny deploy deprecate derive describe design detach detect determine develop diff direct disable disallow discard disconnect display distribute document double downgrade downsize drain draw drill drop dump duplicate ease edit eject eliminate email emit empty enable encapsulate encode encrypt end enforce enlarge enqueue enrich enrol enroll escalate establish estimate evict exclude execute exercise exit expand expire export expose extend extract fail fall feature fence fetch file fill filter finalize find finish fix flag flip flush force forbid fork format forward free freeze gate gather generate get give grant graph group grow guard halt hand hash hide hire hold hook host identify ignore implement import include index inform inherit initialize inject insert inspect install instrument integrate interlock introduce invalidate inventory invert invite isolate issue join jitter keep kill label launch learn leave let level lift limit link lint list load localize locate lock log loosen lower maintain make map mark mask match measure merge meter migrate minimize mirror mock model modify move mute name negotiate nominate normalize notify number offer offload onboard open order organize outline override own package page paginate parallelize parse partition pass patch pause pay peg perform persist pick pilot pin place plan plot point poll pool port post practise practice predict prefer prepare preserve print prioritize probe process procure produce profile program prohibit promote protect prototype prove provide provision prune publish pull purchase purge push put quantify quarantine query queue quote raise randomize rate reach read rebalance reboot rebuild receive recommend reconcile record recover redact redesign redirect redo reduce refactor refine refresh refuse regenerate register reject relax release reload relocate remove rename render reorder repair repeat repeal replace replay replicate report reproduce request require rerun reroute reserve reset reshape resize resolve respond restart restore restrict retain retire retry return reuse revert revoke rewrite right ring rip roll rotate route run sample sandbox save scale scan schedule score script seal search seed segment select send separate serialize serve set shard shed shift ship shorten show shrink shut sign silence simplify simulate size skip slice slow smoke snapshot sort source specify speed spin split stage standardize start state stop store stream stress strip structure submit subscribe substitute summarize surface suspend swap switch synchronize sync tag take tear tell template terminate test throttle tie tighten time tolerate toggle trace transfer transition translate trigger trim triple truncate trust try tune turn type unblock undo unify uninstall unit unlock unpin unset update upgrade upload use vacuum validate vary vendor verify version vet visualize wait warm warn weigh whitelist allowlist denylist widen wire withdraw wrap write zero'
).split(' '));

export const VERB_PREFIXES = ['re', 'un', 'de', 'pre', 'auto', 'dis', 'over', 'under', 'co', 'cross', 'hot', 'double', 'force', 'soft', 'hard', 'load', 'fail', 'rate', 'stress', 'feature', 'dry'] as const;
