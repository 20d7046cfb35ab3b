import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { smallIncident, smallIncidentFolder } from './small-incident.ts';

const PinoLine = z.object({ time: z.number(), hostname: z.string(), msg: z.string() });

const folder = smallIncidentFolder();

describe('the small incident', () => {
  const files = smallIncident();
  const lines = (name: string): string[] => files[name]!.trimEnd().split('\n');

  it('is what its script writes, byte for byte, and under 1 MB', () => {
    let bytes = 0;
    for (const [name, text] of Object.entries(files)) {
      expect(readFileSync(`${folder}/${name}`, 'utf8'), name).toBe(text);
      bytes += Buffer.byteLength(text);
    }
    expect(bytes).toBeLessThan(1_000_000);
  });

  it('tells one story: healthy before, failing between exhaustion and rollback, healthy after', () => {
    const failed = lines('edge/access.log').flatMap((line) => {
      const m = /\[08\/Oct\/2026:(\d\d:\d\d):\d\d \+0000\] "[^"]*" (\d{3}) /.exec(line);
      expect(m, line).not.toBeNull();
      return Number(m![2]) >= 500 ? [m![1]!] : [];
    });
    expect(failed.length).toBeGreaterThan(50);
    expect(failed[0]! >= '09:55').toBe(true);
    expect(failed.at(-1)! <= '10:24').toBe(true);
  });

  it('has every app line as JSON in time order, with the coupon in its own script on web-3', () => {
    const records = lines('checkout/app.jsonl').map((line) => PinoLine.parse(JSON.parse(line)));
    for (let i = 1; i < records.length; i++) expect(records[i]!.time).toBeGreaterThanOrEqual(records[i - 1]!.time);
    expect(records.filter((r) => r.hostname === 'web-3' && r.msg.includes('秋の感謝祭🍁')).length).toBeGreaterThan(20);
  });

  it('joins payments and orders by trace id', () => {
    const paid = lines('platform/otel-logs.jsonl').flatMap((line) => /"traceId":"([0-9a-f]{32})"/.exec(line)?.[1] ?? []);
    const app = files['checkout/app.jsonl']!;
    expect(paid.length).toBeGreaterThan(100);
    for (const trace of paid) expect(app).toContain(`"trace_id":"${trace}"`);
  });
});
