import { appendFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

/**
 * Takes OTLP over HTTP in JSON and appends each request as a line, as the file exporter of the OpenTelemetry collector
 * writes them: traces.jsonl, metrics.jsonl, logs.jsonl.
 * https://opentelemetry.io/docs/specs/otel/protocol/file-exporter/
 */
export function startCollector(folder: string, port: number): Promise<Server> {
  const server = createServer((request, response) => {
    const signal = /^\/v1\/(traces|metrics|logs)$/.exec(request.url ?? '')?.[1];
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks);
      const json = request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body;
      if (signal !== undefined) appendFileSync(join(folder, `${signal}.jsonl`), Buffer.concat([json, Buffer.from('\n')]));
      response.writeHead(signal === undefined ? 404 : 200, { 'content-type': 'application/json' }).end('{}');
    });
  });
  return new Promise((resolve) => {
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}
