import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findSensitive, hintOf, isSecret, maskSensitive, SENSITIVE_KINDS, SENSITIVE_TITLE, type SensitiveKind } from './sensitivity.ts';

/** Made at run time, so that no scanner of repositories takes this file for a leak. */
const x = (prefix: string, length: number, letters = 'aB3dE5gH7jK9mN2pQ4rS6tU8vW'): string => prefix + Array.from({ length }, (_, i) => letters[(i * 7) % letters.length]).join('');

const FOUND: ReadonlyArray<readonly [kind: SensitiveKind, text: string, found: string]> = [
  ['aws-key', `key ${x('AKIA', 16, 'ABCDEFGHIJ234567')} was used`, x('AKIA', 16, 'ABCDEFGHIJ234567')],
  ['aws-key', `aws_secret_access_key = ${x('', 40)}`, x('', 40)],
  ['gcp-key', `?key=${x('AIza', 35)}&v=1`, x('AIza', 35)],
  ['github-token', `GITHUB_TOKEN=${x('ghp_', 36)}`, x('ghp_', 36)],
  ['github-token', `(${x('github_pat_', 40)})`, x('github_pat_', 40)],
  ['gitlab-token', `PRIVATE-TOKEN: ${x('glpat-', 20)}`, x('glpat-', 20)],
  ['slack-token', `xoxb-${'1'.repeat(12)}-abc`, `xoxb-${'1'.repeat(12)}-abc`],
  ['slack-token', `curl https://hooks.slack.com/services/${x('T', 8)}/${x('B', 8)}/${x('', 24)}`, `https://hooks.slack.com/services/${x('T', 8)}/${x('B', 8)}/${x('', 24)}`],
  ['stripe-key', `"${x('sk_live_', 24)}"`, x('sk_live_', 24)],
  ['api-key', x('npm_', 36), x('npm_', 36)],
  ['jwt', `cookie ${x('eyJ', 20)}.${x('eyJ', 30)}.${x('', 43)}; Path=/`, `${x('eyJ', 20)}.${x('eyJ', 30)}.${x('', 43)}`],
  ['authorization', 'authorization: Basic YWxhZGRpbjpvcGVu', 'YWxhZGRpbjpvcGVu'],
  ['authorization', `-H "Authorization: Bearer ${x('', 12)}"`, x('', 12)],
  ['authorization', `Bearer ${x('', 32)}`, x('', 32)],
  ['url-password', 'postgres://shop:hunter2@db-1:5432/shop', 'hunter2'],
  ['url-password', 'redis://:s3cr3t@cache/0', 's3cr3t'],
  ['password', 'db.password=hunter2 host=db', 'hunter2'],
  ['password', '{"user":"a","password":"correct horse"}', 'correct'],
  ['password', String.raw`"{\"client_secret\":\"${x('', 20)}\"}"`, x('', 20)],
  ['password', 'DB_PASSWORD: "tr0ub4dor"', 'tr0ub4dor'],
  ['password', 'the password is Tr0ub4dor&3', 'Tr0ub4dor&3'],
  ['password', 'Das Passwort lautet Tr0ub4dor&3', 'Tr0ub4dor&3'],
  ['password', `api_key=${x('', 16)}`, x('', 16)],
  ['private-key', '-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----\nafter', '-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----'],
  ['private-key', '-----BEGIN PRIVATE KEY-----\nMIIE cut off', '-----BEGIN PRIVATE KEY-----\nMIIE cut off'],
  ['mail', 'mail from ada.lovelace+ops@shop.co.uk today', 'ada.lovelace+ops@shop.co.uk'],
  ['phone', 'call +49 (0)30 901820-12 now', '+49 (0)30 901820-12'],
  ['phone', 'Tel.: 030/9018 2012', '030/9018 2012'],
  ['iban', 'IBAN DE89 3704 0044 0532 0130 00.', 'DE89 3704 0044 0532 0130 00'],
  ['iban', 'GB82WEST12345698765432', 'GB82WEST12345698765432'],
  ['card-number', 'card 4242 4242 4242 4242 declined', '4242 4242 4242 4242'],
  ['card-number', '378282246310005', '378282246310005'],
  ['ip-address', 'from 93.184.216.34: 502', '93.184.216.34'],
  ['ip-address', 'from 5.9.1.2', '5.9.1.2'],
  ['ip-address', '2a00::1', '2a00::1'],
  ['ip-address', 'http://93.184.216.34/x', '93.184.216.34'],
  ['ip-address', 'from 2a00:1450:4001:81b::200e port 443', '2a00:1450:4001:81b::200e'],
];

const CLEAN: readonly string[] = [
  'sha256 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08', 'commit 784d7a0c2f3b1e9d8c7b6a5f4e3d2c1b0a9f8e7d', '123e4567-e89b-12d3-a456-426614174000',
  'traceId 4bf92f3577b34da6a3ce929d0e0e4736 span 00f067aa0ba902b7', 'traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01', '[@3be1d07a:0x219e2e0+412] [@9f86d081884c7d65]',
  '2026-10-14T10:31:07.204123456+02:00', 'time_ns 1791973867204000000', '1791973867204', '10:31:07 to 11:18:05 ±3 s', 'Chrome/148.0.7778.97 Safari/537.36', 'version 1.2.3.4', 'v10.20.30.40',
  '10.4.7.12 172.16.3.4 192.168.1.1 127.0.0.1 169.254.169.254 100.64.1.2 8.8.8.8 203.0.113.9 255.255.255.0', 'fe80::1 ::1 2001:db8::1', 'getty@tty1.service', 'icon@2x.png', 'react@19.2.0', 'git@github.com:a/b.git',
  'ada@shop.example', 'user@localhost', 'password=*** token=<token> secret=${SECRET}', 'password: required', 'token=next', 'the token expired', 'password reset of 2026', 'a secret is no secret', 'Bearer of bad news and of characteristics',
  'Basic authentication', 'https://shop.example:8443/path', 'http://user@host/', 'order 4242424242424243', 'order 1234 5678 9012 3456', '0000000000000000', 'DE00 3704 0044 0532 0130 00', '+02:00 +1000 +12345', '0x219e2e0+4120000000',
  'checkout-6c9f7d-x2x4p', 'token_count=12345678', 'INC-2417 SEV2 TTR 46 min 58 s', 'at /srv/app/node_modules/knex/lib/client.js:347:26', 'pool={"inUse":10,"max":10}', 'password_hash_rounds=10', 'tokens=12', 'max_token=4096',
];

describe('found, where it stands', () => {
  test.each(FOUND)('%s in %s', (kind, text, found) => {
    const all = findSensitive(text);
    expect(all.map((one) => ({ kind: one.kind, found: text.slice(one.start, one.end) }))).toEqual([{ kind, found }]);
    expect(all[0]!.why.length).toBeGreaterThan(10);
    expect(maskSensitive(text)).toBe(text.replace(found, `‹redacted: ${SENSITIVE_TITLE[kind].toLowerCase()}›`));
  });

  test('every kind has an example here', () => expect(new Set(FOUND.map(([kind]) => kind))).toEqual(new Set(SENSITIVE_KINDS)));
});

test.each(CLEAN)('nothing in: %s', (text) => expect(findSensitive(text)).toEqual([]));

test('what overlaps is said once, the secret first', () => {
  const text = `postgres://ada@shop.com:${x('ghp_', 36)}@db/shop`;
  expect(findSensitive(text).filter((one) => isSecret(one.kind))).toHaveLength(1);
});

test('masked text has nothing left to mask, and hints give nothing away', () => {
  const parts = fc.constantFrom(...FOUND.map(([, text]) => text), ...CLEAN);
  fc.assert(fc.property(fc.array(parts, { maxLength: 12 }), (texts) => {
    const masked = maskSensitive(texts.join('\n'));
    expect(findSensitive(masked)).toEqual([]);
  }), { numRuns: 200 });
  expect(hintOf('hunter2')).toBe('h… (7 characters)');
  expect(hintOf(x('ghp_', 36))).toBe('ghp_… (40 characters)');
});

test('hashes of every length in every writing are no finding', () => {
  const hex = fc.integer({ min: 8, max: 64 }).chain((length) => fc.string({ unit: fc.constantFrom(...'0123456789abcdef'.split('')), minLength: length, maxLength: length }));
  fc.assert(fc.property(fc.array(fc.oneof(hex, fc.uuid()), { minLength: 1, maxLength: 20 }), (ids) => {
    const text = ids.map((id) => `id ${id}`).join(' ');
    // A run of digits alone may be a card number by chance.
    fc.pre(!/\b\d{13,16}\b/.test(text));
    expect(findSensitive(text)).toEqual([]);
  }), { numRuns: 500 });
});
