import { describe, expect, it } from 'vitest';
import { parseAll } from '../../../test/support/formats.ts';
import { containerLog } from './index.ts';

const T = '2026-10-14T10:34:11.204567891Z';
const read = (text: string): ReturnType<typeof parseAll> => parseAll(containerLog, new TextEncoder().encode(text));

describe('lines of a container that do not end', () => {
  it('cuts a line of very many pieces, and every piece belongs to a record', async () => {
    const bytes = `${T} stdout P x\n`.repeat(25_000);
    const { records, diagnostics } = await read(bytes);
    expect(records.map(({ body }) => body.length)).toEqual([10_000, 10_000, 5000]);
    expect(records.map(({ offsetBytes }) => offsetBytes)).toEqual([0, 10_000 * (T.length + 12), 20_000 * (T.length + 12)]);
    expect(diagnostics.map(({ code }) => code)).toEqual(Array.from({ length: 3 }, () => 'container-log/partial-not-finished'));
  });

  it('does not keep the other stream waiting for ever', async () => {
    const { records, diagnostics } = await read(`${T} stdout P begun\n${`${T} stderr F other\n`.repeat(5000)}`);
    expect(records).toHaveLength(5001);
    expect(records[0]!.body).toBe('begun');
    expect(diagnostics).toHaveLength(1);
  });

  it('keeps the beginning of a long message and says so', async () => {
    const { records, diagnostics } = await read(`${T} stdout P ${'x'.repeat(200_000)}\n`.repeat(2) + `${T} stdout F end\n`);
    expect(records).toHaveLength(1);
    expect(records[0]!.body).toHaveLength(256 * 1024);
    expect(diagnostics.map(({ code }) => code)).toEqual(['container-log/long-text']);
  });

  it('reads a structured message that its pieces cut anywhere', async () => {
    const message = JSON.stringify({ level: 'error', msg: 'x'.repeat(40_000), time: '2026-10-14T10:34:10Z' });
    const pieces = message.match(/.{1,16384}/g)!;
    const { records } = await read(pieces.map((piece, i) => `${T} stderr ${i === pieces.length - 1 ? 'F' : 'P'} ${piece}\n`).join(''));
    expect(records.map(({ body, severityNumber, timeText }) => [body.length, severityNumber, timeText])).toEqual([[40_000, 17, '2026-10-14T10:34:10Z']]);
  });

  it('takes a message nested past the stack as text or as an object, and goes on', async () => {
    const { records } = await read(`${T} stdout F ${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}\n${T} stdout F next\n`);
    expect(records.map(({ understood }) => understood)).toEqual([true, true]);
    expect(records[1]!.body).toBe('next');
  });
});
