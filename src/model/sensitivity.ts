/**
 * What in a text looks like a secret or like personal data. Patterns that say what they are (a prefix, a check sum, a
 * name before the value) and nothing that merely looks random: hashes, UUIDs and trace ids fill every postmortem.
 * All expressions are linear in the text: every repetition is bounded or cannot overlap what follows it.
 */
export const SENSITIVE_KINDS = [
  'private-key', 'aws-key', 'gcp-key', 'github-token', 'gitlab-token', 'slack-token', 'stripe-key', 'api-key', 'jwt', 'authorization', 'url-password', 'password',
  'card-number', 'iban', 'mail', 'phone', 'ip-address',
] as const;
export type SensitiveKind = (typeof SENSITIVE_KINDS)[number];

export const SENSITIVE_TITLE: Readonly<Record<SensitiveKind, string>> = {
  'private-key': 'Private key', 'aws-key': 'AWS key', 'gcp-key': 'Google key', 'github-token': 'GitHub token', 'gitlab-token': 'GitLab token', 'slack-token': 'Slack token',
  'stripe-key': 'Stripe key', 'api-key': 'API key', jwt: 'JSON web token', authorization: 'Authorization header', 'url-password': 'Password in a URL', password: 'Password or token',
  'card-number': 'Card number', iban: 'Bank account', mail: 'Mail address', phone: 'Phone number', 'ip-address': 'Public IP address',
};

const PERSONAL: ReadonlySet<SensitiveKind> = new Set(['card-number', 'iban', 'mail', 'phone', 'ip-address']);

/** Secrets open something; the rest is about people. */
export function isSecret(kind: SensitiveKind): boolean {
  return !PERSONAL.has(kind);
}

export interface Sensitive {
  readonly kind: SensitiveKind;
  /** UTF-16 units of the text, half-open. Of a named value only the value. */
  readonly start: number;
  readonly end: number;
  /** What it was recognised by, for people. */
  readonly why: string;
}

interface Rule {
  readonly kind: SensitiveKind;
  /** The finding is the group named `it`, else the whole match. Needs the flags d and g. */
  readonly pattern: RegExp;
  readonly why: string;
  readonly holds?: (found: string, match: RegExpExecArray) => boolean;
}

const RULES: readonly Rule[] = [
  { kind: 'private-key', pattern: /-----BEGIN (?:[A-Z0-9]{1,12} ){0,3}PRIVATE KEY(?: BLOCK)?-----[\s\S]*?(?:-----END (?:[A-Z0-9]{1,12} ){0,3}PRIVATE KEY(?: BLOCK)?-----|$)/dg, why: 'between the lines of a private key' },
  { kind: 'aws-key', pattern: /(?<![A-Za-z0-9])(?:AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16}(?![A-Za-z0-9])/dg, why: 'begins like an access key id of AWS' },
  { kind: 'aws-key', pattern: /aws[\w .-]{0,20}(?:secret|key)[\w .-]{0,20}["']?\s{0,4}[:=]\s{0,4}["']?(?<it>[A-Za-z0-9/+]{40})(?![A-Za-z0-9/+=])/dgi, why: '40 characters behind the name of an AWS key', holds: isMixed },
  { kind: 'gcp-key', pattern: /(?<![\w-])(?:AIza[\w-]{35}|GOCSPX-[\w-]{28}|ya29\.[\w-]{20,500})(?![\w-])/dg, why: 'begins like a key of Google' },
  { kind: 'github-token', pattern: /(?<!\w)(?:gh[pousr]_[A-Za-z0-9]{36,251}|github_pat_\w{22,244})(?!\w)/dg, why: 'begins like a token of GitHub' },
  { kind: 'gitlab-token', pattern: /(?<![\w-])gl(?:pat|ptt|dt|rt|cbt|soat|ft|imt|agent|oas)-[\w-]{20,300}(?![\w-])/dg, why: 'begins like a token of GitLab' },
  { kind: 'slack-token', pattern: /(?<![\w-])xox[abeoprs]-[A-Za-z0-9-]{10,250}/dg, why: 'begins like a token of Slack' },
  { kind: 'slack-token', pattern: /https:\/\/hooks\.slack\.com\/(?:services|workflows)\/[\w/-]{20,200}/dg, why: 'an incoming webhook of Slack' },
  { kind: 'stripe-key', pattern: /(?<!\w)(?:(?:sk|rk)_(?:live|test)_[A-Za-z0-9]{16,250}|whsec_[A-Za-z0-9+/]{20,100})/dg, why: 'begins like a key of Stripe' },
  { kind: 'api-key', pattern: /(?<![\w-])(?:sk-(?:proj|ant|svcacct|admin)[\w-]{20,250}|SG\.[\w-]{22}\.[\w-]{43}|npm_[A-Za-z0-9]{36}|do[op]_v1_[0-9a-f]{64}|hf_[A-Za-z0-9]{34}|pypi-AgEI[\w-]{50,300}|hvs\.[\w-]{24,200})(?![\w-])/dg, why: 'begins like a key of a known service' },
  { kind: 'jwt', pattern: /(?<![\w-])eyJ[\w-]{8,4000}\.eyJ[\w-]{8,8000}\.[\w-]{0,4000}/dg, why: 'three parts of a signed token' },
  { kind: 'authorization', pattern: /(?:proxy-)?authorization["']?\s{0,4}[:=]\s{0,4}["']?(?:basic|bearer|digest|token|negotiate|apikey)\s{1,4}(?<it>[A-Za-z0-9+/._~=-]{6,4000})/dgi, why: 'the value of an authorization header', holds: isNoPlaceholder },
  { kind: 'authorization', pattern: /(?<!\w)bearer\s{1,4}(?<it>[A-Za-z0-9+/._~-]{20,4000}={0,2})/dgi, why: 'a long value behind “Bearer”', holds: (found) => /\d/.test(found) && /[A-Za-z]/.test(found) && isNoPlaceholder(found) },
  { kind: 'url-password', pattern: /(?<![a-z0-9+.-])[a-z][a-z0-9+.-]{1,20}:\/\/[^\s/:@"'<>[\]]{0,200}:(?<it>[^\s/@"'<>[\]]{1,200})@/dgi, why: 'stands before the host of a URL', holds: isNoPlaceholder },
  { kind: 'password', pattern: /(?<it2>pass(?:word|wd|phrase|wort)|kennwort|pwd|secret|api[_-]?key|access[_-]?key|auth[_-]?token|access[_-]?token|refresh[_-]?token|client[_-]?secret|signing[_-]?key|private[_-]?key|(?<![a-z])token)(?:["']\s{0,4}:\s{0,4}["']|\\"\s{0,4}:\s{0,4}\\"|\s{0,4}=\s{0,2}["']?|:\s{0,4}["'])(?<it>[^\s"'&,;<>()[\]{}\\]{4,200})/dgi, why: 'stands behind the name of a secret', holds: isNamedSecret },
  { kind: 'password', pattern: /(?<!\w)(?:password|passwd|passphrase|passwort|kennwort)\s{0,2}(?::|is|ist|lautet)\s{1,4}(?<it>[^\s"',;<>()[\]{}]{8,200})/dgi, why: 'stands behind the word password', holds: (found) => isMixed(found) && isNoPlaceholder(found) },
  { kind: 'card-number', pattern: /(?<![\w.:/+-])\d(?:[ -]?\d){12,18}(?![\w-]|\.\d)/dg, why: 'its check digit fits, and it begins as card numbers do', holds: isCard },
  { kind: 'iban', pattern: /(?<![A-Za-z0-9])[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?(?![A-Za-z0-9])/dg, why: 'its check digits fit', holds: isIban },
  { kind: 'mail', pattern: /(?<![\w.+%-])[\w.+%-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.){1,8}[A-Za-z]{2,24}(?![\w-])/dg, why: 'a name at a domain', holds: isMail },
  { kind: 'phone', pattern: /(?<![\w.+:-])\+[1-9](?:[ ()/.-]{0,2}\d){8,13}(?![\w])/dg, why: 'written like an international number' },
  { kind: 'phone', pattern: /(?<!\w)(?:tel|phone|mobile|fax|telefon|telephone|mobil|handy|durchwahl)\b\.?\s{0,2}[:=]?\s{0,3}(?<it>\(?0\d(?:[ ()/-]{0,2}\d){6,13})(?![\w])/dgi, why: 'digits behind a word for phone' },
  { kind: 'ip-address', pattern: /(?<![\w.-])(?<![^/]\/)(?:\d{1,3}\.){3}\d{1,3}(?![\w-]|\.\d)/dg, why: 'an address of the public internet', holds: isPublicV4 },
  { kind: 'ip-address', pattern: /(?<![\w:.])[23][0-9a-f]{3}:(?:[0-9a-f]{0,4}:){1,6}[0-9a-f]{0,4}(?![\w:])/dgi, why: 'an address of the public internet', holds: isPublicV6 },
];

/** Everything that looks sensitive, in order, nothing twice: of two that overlap the secret, then the longer stays. */
export function findSensitive(text: string): Sensitive[] {
  // Most texts of a report are words and times: none of what is looked for does without one of these.
  if (!/[@=]|:\/\/|\S{15}|\d\.\d{1,3}\.\d|:[0-9a-f]{0,4}:|\d(?:\D{0,3}\d){6}|pass|kennwort|authorization|bearer|PRIVATE KEY|secret|key|token|pwd/i.test(text)) return [];
  const found: Sensitive[] = [];
  for (const { kind, pattern, why, holds } of RULES) {
    for (const match of text.matchAll(pattern)) {
      const [start, end] = match.indices?.groups?.['it'] ?? match.indices![0]!;
      if (!holds || holds(text.slice(start, end), match)) found.push({ kind, start, end, why });
    }
  }
  const rank = (one: Sensitive): number => (isSecret(one.kind) ? 0 : 1);
  const kept: Sensitive[] = [];
  for (const one of found.toSorted((a, b) => rank(a) - rank(b) || b.end - b.start - (a.end - a.start) || a.start - b.start)) {
    if (!kept.some((other) => one.start < other.end && other.start < one.end)) kept.push(one);
  }
  return kept.toSorted((a, b) => a.start - b.start);
}

/** The text with each finding replaced by `‹redacted: password or token›`. */
export function maskSensitive(text: string): string {
  let out = '';
  let at = 0;
  for (const { kind, start, end } of findSensitive(text)) {
    out += `${text.slice(at, start)}‹redacted: ${SENSITIVE_TITLE[kind].toLowerCase()}›`;
    at = end;
  }
  return at === 0 ? text : out + text.slice(at);
}

/** Enough of a finding to recognise it, too little to use it: its first four characters. */
export function hintOf(found: string): string {
  return found.length <= 8 ? `${found.slice(0, 1)}… (${found.length} characters)` : `${found.slice(0, 4)}… (${found.length} characters)`;
}

/** `***`, `<password>`, `${DB_PASSWORD}`, `%s`: what people write where a secret would stand. */
function isNoPlaceholder(found: string): boolean {
  return !/^(?:[*•.…#x_-]+$|[<${%‹[(]|your|my-?pass|example|redacted|masked|hidden|changeme|none$|null$|nil$|true$|false$|undefined$|expired$|invalid$|missing$|required$|string$|secret$|password$|token$|xxx)/i.test(found);
}

function isMixed(found: string): boolean {
  return /\d/.test(found) && /[A-Za-z]/.test(found);
}

/** `secret=…` may be anything; a token is long and no plain word, or half of all code would be one. */
function isNamedSecret(found: string, match: RegExpExecArray): boolean {
  if (!isNoPlaceholder(found)) return false;
  const name = match.groups?.['it2']?.toLowerCase() ?? '';
  if (/^(?:pass|kenn|pwd)/.test(name)) return true;
  return found.length >= 8 && /\d/.test(found);
}

function digitsOf(found: string): string {
  return found.replace(/\D/g, '');
}

/** Luhn (ISO/IEC 7812-1 Annex B), and a beginning and length that a card scheme issues. */
function isCard(found: string): boolean {
  const digits = digitsOf(found);
  // Groups of a card are parted alike; what mixes blanks and dashes is something else.
  if (found.includes(' ') && found.includes('-')) return false;
  if (!/^(?:4\d{12}(?:\d{3})?|5[1-5]\d{14}|2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12}|3[47]\d{13}|6(?:011|5\d\d)\d{12}|3(?:0[0-5]|[68]\d)\d{11}|35\d{14})$/.test(digits)) return false;
  if (/^(\d)\1+$/.test(digits)) return false;
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = Number(digits[digits.length - 1 - i]);
    const doubled = i % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

/** ISO 13616: four characters moved to the end, letters as numbers, the rest modulo 97 is 1. */
function isIban(found: string): boolean {
  const plain = found.replaceAll(' ', '');
  if (plain.length < 15 || plain.length > 34) return false;
  let rest = 0;
  for (const c of plain.slice(4) + plain.slice(0, 4)) {
    for (const digit of /\d/.test(c) ? c : String(c.charCodeAt(0) - 55)) rest = (rest * 10 + Number(digit)) % 97;
  }
  return rest === 1;
}

/** Not systemd's units, picture sizes, packages, remotes of Git, nor the domains that RFC 2606 keeps for examples. */
function isMail(found: string): boolean {
  const [name = '', domain = ''] = found.toLowerCase().split('@');
  if (/^(?:git|hg|svn|no-?reply|do-?not-?reply)$/.test(name) || /^\d+(?:\.\d+|x)\b/.test(domain)) return false;
  return !/(?:^|\.)(?:example(?:\.(?:com|org|net))?|test|invalid|localhost|local|internal|svc|cluster|service|socket|timer|slice|mount|scope|target|png|jpe?g|gif|webp|svg|js|mjs|ts|tsx|css|json|ya?ml|log|txt|md)$/.test(domain);
}

function isPublicV4(found: string, match: RegExpExecArray): boolean {
  const parts = found.split('.');
  if (parts.some((part) => Number(part) > 255 || (part.length > 1 && part.startsWith('0')))) return false;
  // A version is no address.
  if (/(?:version|release|build|chrome|firefox|v)[\s:="']{1,3}$/i.test(match.input.slice(Math.max(0, match.index - 12), match.index))) return false;
  const [a = 0, b = 0, c = 0] = parts.map(Number);
  // RFC 6890 and the resolvers everybody knows.
  if (a === 0 || a === 10 || a === 127 || a >= 224 || (a === 169 && b === 254) || (a === 172 && b >= 16 && b < 32) || (a === 192 && b === 168) || (a === 100 && b >= 64 && b < 128)) return false;
  if ((a === 192 && b === 0 && (c === 2 || c === 0)) || (a === 198 && b === 51 && c === 100) || (a === 203 && b === 0 && c === 113) || (a === 198 && (b === 18 || b === 19))) return false;
  return !['8.8.8.8', '8.8.4.4', '1.1.1.1', '1.0.0.1', '9.9.9.9'].includes(found);
}

function isPublicV6(found: string): boolean {
  if (/^2001:0?db8:/i.test(found) || /:::|::.*::/.test(found) || (found.endsWith(':') && !found.endsWith('::'))) return false;
  const groups = found.split(':').filter((group) => group !== '').length;
  return found.includes('::') ? groups <= 7 : groups === 8;
}
