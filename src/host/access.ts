import { createHash, randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** Names of this machine, on any port: `ssh -L` forwards from another. Anything else is a DNS name made to point here. */
const OUR_HOST = /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d{1,5})?$/i;

/** Why a request is refused before anything else is looked at; `undefined` when it is not. */
export type Refusal = 'host' | 'cross-site' | 'origin';

/**
 * The checks that hold for every request. DNS rebinding shows in `Host`; another site's page in `Sec-Fetch-Site`.
 * `same-site` is refused as well: to a browser every port of localhost is one site, and cookies go to all of them.
 */
export function refusalOf(request: IncomingMessage): Refusal | undefined {
  if (!OUR_HOST.test(request.headers.host ?? '')) return 'host';
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return 'cross-site';
  return undefined;
}

/** For a WebSocket the browser's same-origin policy does not hold, so that Origin must be there and be ours. */
export function refusalOfUpgrade(request: IncomingMessage): Refusal | undefined {
  const { host, origin } = request.headers;
  return refusalOf(request) ?? (origin?.toLowerCase() === `http://${host?.toLowerCase()}` ? undefined : 'origin');
}

/**
 * One-time tokens and the sessions they were exchanged for. Both are 256 random bits; only their hashes are kept, and
 * looked up by hash, so that the time of a comparison says nothing of the secret.
 */
export class Access {
  readonly #tokens = new Set<string>();
  readonly #sessions = new Set<string>();
  readonly #cookieName: string;

  /** Cookies are shared by all ports of a machine: two hosts side by side keep theirs apart by name. */
  constructor(port: number) {
    this.#cookieName = `tephra-session-${port}`;
  }

  newToken(): string {
    const token = newSecret();
    this.#tokens.add(hash(token));
    return token;
  }

  /** The `Set-Cookie` of a new session, or `undefined` when the token is wrong or was used. */
  exchange(token: string): string | undefined {
    if (!this.#tokens.delete(hash(token))) return undefined;
    const secret = newSecret();
    this.#sessions.add(hash(secret));
    return `${this.#cookieName}=${secret}; HttpOnly; SameSite=Strict; Path=/`;
  }

  hasSession(request: IncomingMessage): boolean {
    for (const pair of (request.headers.cookie ?? '').split(';')) {
      const [name, value] = pair.trim().split('=', 2);
      if (name === this.#cookieName && value !== undefined && this.#sessions.has(hash(value))) return true;
    }
    return false;
  }
}

function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

function hash(secret: string): string {
  return createHash('sha256').update(secret).digest('base64');
}
