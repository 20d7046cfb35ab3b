'use strict';
// One JSON object a line on stdout, in pino's shape, and the same record over OTLP.
const { trace } = require('@opentelemetry/api');
const { logs, SeverityNumber } = require('@opentelemetry/api-logs');

const LEVELS = { debug: 20, info: 30, warn: 40, error: 50, fatal: 60 };
const SEVERITY = { debug: SeverityNumber.DEBUG, info: SeverityNumber.INFO, warn: SeverityNumber.WARN, error: SeverityNumber.ERROR, fatal: SeverityNumber.FATAL };
const otel = logs.getLogger('checkout');

function write(level, fields, message) {
  const span = trace.getActiveSpan()?.spanContext();
  const { err, ...rest } = fields;
  const line = {
    level: LEVELS[level], time: Date.now(), pid: process.pid, hostname: process.env.HOST_NAME, ...rest,
    ...(span ? { trace_id: span.traceId, span_id: span.spanId } : {}),
    ...(err ? { err: { type: err.name, message: err.message, stack: err.stack } } : {}),
    msg: message,
  };
  process.stdout.write(`${JSON.stringify(line)}\n`);
  if (LEVELS[level] >= LEVELS.warn) {
    otel.emit({
      severityNumber: SEVERITY[level], severityText: level.toUpperCase(), body: message,
      attributes: { ...rest, ...(err ? { 'exception.type': err.name, 'exception.message': err.message, 'exception.stacktrace': err.stack } : {}) },
    });
  }
}

exports.log = Object.fromEntries(Object.keys(LEVELS).map((level) => [level, (fields, message) => write(level, fields, message)]));
