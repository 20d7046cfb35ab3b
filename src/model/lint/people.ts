import type { Person } from '../person.ts';
import { GIVEN_NAMES } from './given-names.ts';
import { PERSON } from './notation.ts';
import type { Span } from './sentences.ts';

/** Handles of teams and programs are no people. */
const NO_PERSON_HANDLE = /(?:team|on-?call|bot|support|infra|sre|devops|security|admins?|maintainers|owners|everyone|here|channel|all)$/i;
const HANDLE = /(?<![\p{L}\p{N}_./@-])@[\p{L}][\p{L}\p{N}_-]{1,38}(?![\p{L}\p{N}_]*[./@])/gu;
const CAPITALISED = /(?<![\p{L}\p{N}_@./-])\p{Lu}[\p{Ll}'’]+(?:-\p{Lu}\p{Ll}+)?(?![\p{L}\p{N}_])/gu;
/** Who is addressed so is a person, whatever the name. */
const ADDRESSED = /(?<![\p{L}\p{N}_])(?:Herrn?|Frau|Mr|Mrs|Ms)\.? (\p{Lu}\p{Ll}{2,})(?![\p{L}\p{N}_])/gu;
const FAMILY_NAME = /^ (?:(?:von|van|de|der|den|di|da|le|la|bin|al)\s){0,2}\p{Lu}\p{Ll}+(?:-\p{Lu}\p{Ll}+)?(?![\p{L}\p{N}_])/u;
/** Verbs that make two capitalised words before them a person's name. */
const ONLY_PEOPLE = /^ (?:has |had |have |hat |hatte |accidentally |mistakenly |then |versehentlich )*(?:forgot|forgotten|typed|mistyped|misread|overlooked|misunderstood|apologi[sz]ed|vergaß|übersah|vertippte|verwechselte|did not (?:notice|realise|realize|know)|didn['’]t (?:notice|realise|realize|know))(?![\p{L}])/u;
/**
 * Verbs that tell of one person in a timeline: whoever “wonders” or “pings” somebody is one, and is so in the whole text. Without verbs
 * that reports give to companies as well (said, confirmed, announced, reported).
 */
const TELLS_OF_ONE = /(?<![\p{L}\p{N}_@./-])(\p{Lu}\p{Ll}{2,14})(?: [A-Z]\.?)? (?:also |then |again |later )?(?:mentions?|mentioned|suggests|suggested|wonders?|wondered|realizes|realized|realises|realised|notices|noticed|thinks|thought|remembers|remembered|pings|pinged|asks|asked|volunteers|volunteered|proposes|proposed|forgot|figures|figured|guesses|guessed|woke|joins|joined the (?:call|bridge|incident)|jumps|jumped|chimes|dismisses|hops|merkt|fragt|schlägt vor|vermutet|erinnert sich)(?![\p{L}])/gu;
/** Words that stand there too: who is many, what begins a sentence, what alerts. */
const MANY = /^(?:We|They|He|She|It|You|Who|One|Some|Someone|Somebody|Everyone|Everybody|Nobody|People|Users?|Customers?|Clients?|Engineers?|Engineering|Operators?|Operations|Developers?|Admins?|Team|Teams|Support|Management|Staff|Others?|Many|All|Both|This|That|These|Those|And|But|Then|Also|Which|What|Data|Research|Evidence|Logs?|Metrics|Monitoring|Alerts?|Initial|Initially|Investigation|Analysis|Review|Report|Reports|Documentation|Nothing|Something|Anyone|Author|Maintainers?|Community|Security|Marketing|Sales|Product|Legal|Leadership|Vendor|Provider|Hackers?|Attackers?|Ops|Infra|Platform|Wir|Sie|Er|Man|Ich|Niemand|Jemand|Kunden|Nutzer|Kollegen)$/;

/** Names of people that a text tells by what they do in it. */
export function namesToldIn(text: string): string[] {
  const names = new Set<string>();
  for (const [, name] of text.matchAll(TELLS_OF_ONE)) if (!MANY.test(name!) && !THINGS.has(name!) && !/(?:s|ing|ed|ly)$/.test(name!)) names.add(name!);
  return [...names];
}

/** Companies, products and other things that are called by a family name or look like one. */
const THINGS = new Set(`Amazon Apache Apple Atlassian Auth Azure Backup Bank Bitbucket Bot Bucket Build Cache Channel Chrome Circle Client Cloud Cloudflare Cluster Code Compute Config Consul Container Controller
Data Database Datadog Debian Deployment Docker Elastic Engine Envoy Facebook Fastly Firefox Gateway Git Github Gitlab Google Grafana Group Hat Health Heroku Hub Inc Jenkins Jira Kafka Key Kubernetes
Lambda Linux Load Manager Meta Microsoft Monday Mongo Monitor Mozilla Netflix Network Node Office Oracle Page Pipeline Platform Policy Postgres Prometheus Proxy Queue Rabbit Red Redis Relic Router Salesforce Search Security Server Service Services
Akamai Anthropic Digitalocean Equinix Fastly Hetzner Linode Openai Optus Rogers Telstra Verizon Vodafone Telekom Lassie Nokia Cisco Juniper Square Coinbase Binance Reuters Copilot Claude Gemini Dependabot Renovate
Site Slack Splunk Stack Storage Stripe Studio Support Switch System Systems Table Team Terraform Tool Travis Twilio Twitter Ubuntu Update Vault Web Windows Worker Zookeeper Zoom Hortons Schwab Stanley Deere Fargo`.split(/\s+/));

/** Where people are named in a sentence: handles, given names with or without a family name, and people a case knows. */
export function peopleIn(sentence: string, known: readonly Person[], told: readonly string[] = []): Span[] {
  const spans: Span[] = [];
  for (const match of sentence.matchAll(HANDLE)) {
    if (!NO_PERSON_HANDLE.test(match[0])) spans.push({ start: match.index, end: match.index + match[0].length });
  }
  for (const match of sentence.matchAll(ADDRESSED)) spans.push({ start: match.index, end: match.index + match[0].length });
  for (const match of sentence.matchAll(CAPITALISED)) {
    const name = match[0].replace(/['’]s$/, '');
    const end = match.index + name.length;
    const rest = sentence.slice(end, end + 80);
    const family = FAMILY_NAME.exec(rest)?.[0];
    const familyName = family?.trim().split(/\s/).at(-1);
    const isThing = familyName !== undefined && THINGS.has(familyName);
    if (GIVEN_NAMES.has(name)) {
      if (!isThing) spans.push({ start: match.index, end: end + (family?.length ?? 0) });
    } else if (family !== undefined && !isThing && !THINGS.has(name) && ONLY_PEOPLE.test(rest.slice(family.length))) {
      spans.push({ start: match.index, end: end + family.length });
    }
  }
  for (const name of [...told, ...known.flatMap((person) => [person.name, ...person.aliases]).map((one) => one.trim())]) {
    // As `peopleAsRoles` has it: of two letters or less nobody knows whether it is a name.
    if (name.length <= 2) continue;
    const [text, word] = name === name.toLowerCase() ? [sentence.toLowerCase(), name] : [sentence, name];
    for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length)) {
      const isWord = !/[\p{L}\p{N}_]/u.test(text[at - 1] ?? ' ') && !/[\p{L}\p{N}_]/u.test(text[at + word.length] ?? ' ');
      const handle = text[at - 1] === '@' ? 1 : 0;
      if (isWord && at + word.length <= sentence.length) spans.push({ start: at - handle, end: at + word.length });
    }
  }
  return joined(spans);
}

/** In order, overlapping ones as one. */
function joined(spans: Span[]): Span[] {
  const result: Span[] = [];
  for (const span of spans.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    const last = result.at(-1);
    if (last && span.start < last.end) {
      if (span.end > last.end) result[result.length - 1] = { start: last.start, end: span.end };
    } else result.push(span);
  }
  return result;
}

/** A folded sentence in which each unit of a name is `PERSON`. */
export function withoutNames(folded: string, people: readonly Span[]): string {
  let text = '';
  let at = 0;
  for (const { start, end } of people) {
    text += folded.slice(at, start) + PERSON.repeat(end - start);
    at = end;
  }
  return text + folded.slice(at);
}
