import { describe, expect, it } from 'vitest';
import { headOf, parseAll } from '../../../test/support/formats.ts';
import { jsonLines } from './index.ts';

describe('the dialect of JSON lines', () => {
  it.each([
    ['bunyan', '{"name":"shop","hostname":"web-1","pid":7,"level":30,"msg":"on","time":"2026-10-14T10:34:11.204Z","v":0}'],
    ['pino', '{"level":30,"time":1791974051204,"pid":7,"hostname":"web-1","msg":"on"}'],
    ['ecs', '{"@timestamp":"2026-10-14T10:34:11.204Z","log.level":"error","message":"off","ecs.version":"8.11.0"}'],
    ['caddy', '{"level":"info","ts":1791974051.2,"logger":"http.log.access.log0","msg":"handled request","request":{"remote_ip":"192.0.2.1"},"status":200}'],
    ['cloudflare', '{"ClientIP":"192.0.2.1","ClientRequestHost":"shop.example","EdgeResponseStatus":200,"EdgeStartTimestamp":"2026-10-14T10:34:11Z","RayID":"3a"}'],
    ['otel-collector', '{"level":"info","ts":1791974051.2,"caller":"service/service.go:1","msg":"on","otelcol.component.id":"otlp"}'],
    ['zap', '{"level":"info","ts":1791974051.2,"caller":"cart.go:1","msg":"on"}'],
    ['rust-tracing', '{"timestamp":"2026-10-14T10:34:11.204567Z","level":"INFO","fields":{"message":"on"},"target":"shop"}'],
    ['nextcloud', '{"reqId":"x","level":3,"time":"2026-10-14T10:34:11+00:00","remoteAddr":"192.0.2.1","user":"a","app":"core","method":"GET","url":"/","message":"off"}'],
    ['slog', '{"time":"2026-10-14T10:34:11.204Z","level":"WARN","msg":"slow","took":3}'],
    ['logrus', '{"level":"warning","msg":"slow","time":"2026-10-14T10:34:11Z"}'],
    ['clef', '{"@t":"2026-10-14T10:34:11.204Z","@mt":"on {X}","X":1}'],
    ['traefik', '{"ClientAddr":"192.0.2.1:5","RequestMethod":"GET","RequestPath":"/","DownstreamStatus":200,"StartUTC":"2026-10-14T10:34:11.204Z","time":"2026-10-14T10:34:11Z"}'],
    [undefined, '{"when":"2026-10-14T10:34:11Z","what":"something"}'],
  ])('%s is told by its members, in the summary and in the reason', async (id, line) => {
    const bytes = new TextEncoder().encode(`${line}\n${line}\n`);
    const { summary } = await parseAll(jsonLines, bytes);
    expect(summary.summary['dialect']).toBe(id);
    const reason = jsonLines.detect(headOf(bytes, 'x.jsonl'))?.reason ?? '';
    expect(reason.includes(', as ')).toBe(id !== undefined);
  });

  it('is that of most lines, or none', async () => {
    const pino = '{"level":30,"time":1791974051204,"pid":7,"hostname":"web-1","msg":"on"}\n';
    const other = '{"when":"2026-10-14T10:34:11Z","level":"x"}\n';
    expect((await parseAll(jsonLines, new TextEncoder().encode(pino + pino + other))).summary.summary['dialect']).toBe('pino');
    expect((await parseAll(jsonLines, new TextEncoder().encode(pino + other))).summary.summary['dialect']).toBeUndefined();
  });
});
