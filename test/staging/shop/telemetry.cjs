'use strict';
// Loaded before the service (`node -r ./telemetry.cjs server.cjs`): traces, metrics and logs by the official
// OpenTelemetry SDK, over OTLP/HTTP in JSON, and the same metrics for Prometheus to scrape.
const { NodeSDK, metrics, logs, tracing, resources } = require('@opentelemetry/sdk-node');
const { OTLPTraceExporter } = require('@opentelemetry/exporter-trace-otlp-http');
const { OTLPMetricExporter } = require('@opentelemetry/exporter-metrics-otlp-http');
const { OTLPLogExporter } = require('@opentelemetry/exporter-logs-otlp-http');
const { PrometheusExporter } = require('@opentelemetry/exporter-prometheus');
const { HttpInstrumentation } = require('@opentelemetry/instrumentation-http');
const { PgInstrumentation } = require('@opentelemetry/instrumentation-pg');
const { version } = require('./package.json');

const collector = process.env.OTLP_URL;
const sdk = new NodeSDK({
  autoDetectResources: false,
  resource: resources.resourceFromAttributes({
    'service.name': 'checkout',
    'service.version': version,
    'service.instance.id': `${process.env.HOST_NAME}:${process.pid}`,
    'host.name': process.env.HOST_NAME,
    'deployment.environment.name': 'production',
  }),
  sampler: new tracing.ParentBasedSampler({ root: new tracing.TraceIdRatioBasedSampler(Number(process.env.TRACE_SHARE ?? '0.03')) }),
  spanProcessors: [new tracing.BatchSpanProcessor(new OTLPTraceExporter({ url: `${collector}/v1/traces` }), { scheduledDelayMillis: 2000 })],
  logRecordProcessors: [new logs.BatchLogRecordProcessor({ exporter: new OTLPLogExporter({ url: `${collector}/v1/logs` }), scheduledDelayMillis: 2000 })],
  metricReaders: [
    new metrics.PeriodicExportingMetricReader({ exporter: new OTLPMetricExporter({ url: `${collector}/v1/metrics` }), exportIntervalMillis: 10_000 }),
    new PrometheusExporter({ host: '127.0.0.1', port: Number(process.env.METRICS_PORT) }),
  ],
  instrumentations: [new HttpInstrumentation({ ignoreIncomingRequestHook: (request) => request.url === '/healthz', ignoreOutgoingRequestHook: () => true }), new PgInstrumentation()],
});
sdk.start();
process.on('SIGTERM', () => {
  void sdk.shutdown().finally(() => process.exit(0));
});

// A profile of the last ten seconds is always on disk: what a process did before it died.
const { Session } = require('node:inspector');
const { renameSync, writeFileSync } = require('node:fs');
if (process.env.PROFILE_DIR !== undefined) {
  const session = new Session();
  session.connect();
  session.post('Profiler.enable');
  session.post('Profiler.setSamplingInterval', { interval: 2000 });
  const start = () => session.post('Profiler.start');
  start();
  setInterval(() => {
    session.post('Profiler.stop', (error, result) => {
      if (!error) {
        const file = `${process.env.PROFILE_DIR}/checkout-${process.pid}.cpuprofile`;
        writeFileSync(`${file}.new`, JSON.stringify(result.profile));
        renameSync(`${file}.new`, file);
      }
      start();
    });
  }, 10_000).unref();
}
