import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { recordTitle } from './record-title.ts';

describe('recordTitle', () => {
  it.each([
    ['2026-10-08T10:02:00.003Z ERROR [pool-1] no connection left', 'no connection left'],
    ['2026-10-08 10:02:00,003 [http-nio-8080-exec-4] WARN  c.e.Pool - slow acquire', 'c.e.Pool - slow acquire'],
    ['\u001b[33mWARN\u001b[0m  disk is nearly full', 'disk is nearly full'],
    ['Oct  8 10:02:00 web-1 sshd[12]: Accepted key', 'web-1 sshd[12]: Accepted key'],
    ['<134>1 2026-10-08T10:02:00Z something happened', 'something happened'],
    ['\n  Traceback (most recent call last):\n  File', 'Traceback (most recent call last):'],
    ['ok', 'ok'],
    ['2026-10-08T10:02:00Z', '2026-10-08T10:02:00Z'],
    ['', 'Record'],
  ])('of %j is %j', (body, title) => expect(recordTitle(body)).toBe(title));

  it('of a web request says what was asked and answered', () => {
    expect(recordTitle('203.0.113.7 - - [08/Oct/2026] "POST /api/checkout HTTP/1.1" 503 162', { 'http.request.method': 'POST', 'url.path': '/api/checkout', 'http.response.status_code': 503 }))
      .toBe('POST /api/checkout answered 503');
  });
  it('ends between words', () => {
    const title = recordTitle(`the ${'quick brown fox '.repeat(20)}`);
    expect(title.length).toBeLessThanOrEqual(91);
    expect(title).toMatch(/(?:quick|brown|fox)…$/);
  });
  it('is short and fit to show whatever the record holds', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (body) => {
      const title = recordTitle(body);
      expect(title.length > 0 && title.length <= 100).toBe(true);
      // oxlint-disable-next-line no-control-regex
      expect(title).not.toMatch(/[\u0000-\u001f\u202e]/);
    }));
  });
});
