import { describe, expect, it } from 'vitest';
import { Cutter } from './slices.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const taken = (cutter: Cutter, text: string, settled: boolean): string => text.slice(0, cutter.cut(bytes(text), settled));

const TRACE = '2026-10-08 10:00:01 ERROR failed\njava.lang.IllegalStateException: closed\n\tat com.example.Pool.get(Pool.java:41)\nCaused by: java.io.IOException\n';
const LINE = '2026-10-08 10:00:02 INFO  after\n';

describe('slices of a growing source', () => {
  it.each([true, false])('end with a line (settled: %s)', (settled) => {
    expect(taken(new Cutter(), '{"a":1}\n{"a":2}\n{"a"', settled)).toBe('{"a":1}\n{"a":2}\n');
    expect(taken(new Cutter(), '10.0.0.1 - -\n192.168.0.1 - -\n', settled)).toBe('10.0.0.1 - -\n192.168.0.1 - -\n');
    expect(taken(new Cutter(), 'no end', settled)).toBe('');
    expect(taken(new Cutter(), '', settled)).toBe('');
  });

  it('leave the last record of several lines for later until nothing more comes', () => {
    expect(taken(new Cutter(), LINE + TRACE, false)).toBe(LINE);
    expect(taken(new Cutter(), LINE + TRACE, true)).toBe(LINE + TRACE);
    expect(taken(new Cutter(), LINE + TRACE + LINE, true)).toBe(LINE + TRACE + LINE);
    const cutter = new Cutter();
    expect(taken(cutter, LINE + TRACE, false)).toBe(LINE);
    // What has had a trace may have another: its last record waits.
    expect(taken(cutter, TRACE + LINE, false)).toBe(TRACE);
    expect(taken(cutter, LINE, false)).toBe('');
    expect(taken(cutter, LINE, true)).toBe(LINE);
  });

  it('end with an empty line where records do (journalctl -o export)', () => {
    const entry = '__CURSOR=1\nMESSAGE=a\n\n';
    expect(taken(new Cutter(), `${entry}${entry}__CURSOR=3\nMESSAGE=`, true)).toBe(entry + entry);
    expect(taken(new Cutter(), '__CURSOR=3\nMESSAGE=a\n', true)).toBe('');
  });
});
