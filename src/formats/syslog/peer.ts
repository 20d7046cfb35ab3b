/**
 * Whom a message of a daemon names as the other end, and as the user: `Failed password for invalid user root from
 * 10.0.0.7 port 22`, `rhost=10.0.0.7  user=root`, `reject: RCPT from mail.example[10.0.0.7]: …`, `client 10.0.0.7#1234: query
 * … denied`. Only of daemons that let others in: of most programs an address may be anything.
 */
export interface Peer {
  address: string | undefined;
  user: string | undefined;
}

const DAEMONS = new RegExp(String.raw`^(?:sshd?(?:-session|-auth)?|dropbear|login|in\.\w{3,10}|rlogind|rshd|telnetd|(?:vs|pro|pure-|wu-|gss)?ftpd|postfix[\w-]*\/(?:\w+\/)*(?:smtpd|postscreen|anvil)|sendmail|sm-mta|exim4?|courier\w*|imapd?(?:-ssl|s)?|pop3d?(?:-ssl|s)?|ipop3d|solid-pop3d|dovecot|(?:imap|pop3|submission|managesieve)-login|perdition\S{0,20}|saslauthd|named|unbound|nsd|asterisk|smbd|openvpn\S{0,20}|ovpn\S{0,20}|charon|pppd|radiusd|xinetd|webmin|screensharingd|stunnel4?|vncserver|xrdp\S{0,10}|gitlab-shell|murmurd|ejabberd|phpMyAdmin|suhosin|proftpd|slapd)$`, 'i');
const V4 = /(?:^|[^\d.])(\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3})(?![\d.]*\d)/g;
const V6 = /(?:^|[^\w:.])((?:[\da-f]{1,4}:){7}[\da-f]{1,4}|(?:[\da-f]{1,4}:){1,6}(?::[\da-f]{1,4}){1,6}|::[\da-f]{1,4}(?::[\da-f]{1,4}){0,6})(?![\w.]|:[\da-f])/gi;
/** Words before a name that somebody logs in with; a name ends at a blank. */
const USER = /(?:\b(?:invalid|illegal|unknown|authenticating|for) user |\bUser Name: |(?:^|[\s(,])(?:r?user|username|acct|sasl_username|authentication_id)=|\b(?:[Pp]assword|publickey|keyboard-interactive\/pam|hostbased|gssapi-with-mic|[Aa]uthentication (?:failure|error)) for (?!invalid |illegal |user )|\bUser (?=\S+ (?:from|not)\b)|\bfailure for user )['"<]?([^\s'"<>,;()[\]]{1,64})/;
const LONGEST = 600;

const found: Peer = { address: undefined, user: undefined };
const daemons = new Map<string, boolean>();

/** The object is reused; `undefined` when the message names neither. */
export function readPeer(service: string | undefined, body: string): Peer | undefined {
  if (!isDaemon(service) && !body.startsWith('pam_') && !body.startsWith('(pam_')) return undefined;
  const text = body.length > LONGEST ? body.slice(0, LONGEST) : body;
  // What comes from outside stands before what sshd itself says: its last address is the true one. Others begin with it.
  const isLast = service !== undefined && service.startsWith('ssh');
  found.address = text.includes('.') ? addressIn(text, V4, isLast) : undefined;
  if (found.address === undefined && text.includes(':')) found.address = addressIn(text, V6, isLast);
  found.user = USER.exec(text)?.[1];
  // An empty name leaves the word after it.
  if (found.user === 'from') found.user = undefined;
  return found.address === undefined && found.user === undefined ? undefined : found;
}

/** Whose messages are looked at. */
export function isDaemon(service: string | undefined): boolean {
  if (service === undefined) return false;
  let known = daemons.get(service);
  if (known === undefined) {
    known = service.length < 64 && DAEMONS.test(service);
    if (daemons.size < 1000) daemons.set(service, known);
  }
  return known;
}

function addressIn(text: string, pattern: RegExp, isLast: boolean): string | undefined {
  let address: string | undefined;
  pattern.lastIndex = 0;
  for (let m = pattern.exec(text); m !== null; m = pattern.exec(text)) {
    address = m[1];
    if (!isLast) break;
  }
  return address;
}
