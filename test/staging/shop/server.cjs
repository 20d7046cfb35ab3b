'use strict';
const http = require('node:http');
const { metrics, trace } = require('@opentelemetry/api');
const { CouponUnknown, redeem } = require('./coupons.cjs');
const { log } = require('./log.cjs');
const { pool } = require('./pool.cjs');
const { price } = require('./prices.cjs');
const { version } = require('./package.json');

const meter = metrics.getMeter('checkout');
const requests = meter.createCounter('checkout_requests', { description: 'Requests by route and status.' });
const seconds = meter.createHistogram('checkout_request_duration_seconds', {
  description: 'Time to answer.', advice: { explicitBucketBoundaries: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5] },
});
meter.createObservableGauge('checkout_heap_used_bytes', { description: 'V8 heap in use.' }).addCallback((result) => result.observe(process.memoryUsage().heapUsed));

async function readJson(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return JSON.parse(Buffer.concat(chunks).toString('utf8') || '{}');
}

async function answer(request, url) {
  if (url.pathname === '/healthz') return [200, { status: 'ok', version }];
  if (request.method === 'GET' && url.pathname.startsWith('/prices/')) {
    const found = await price(url.pathname.slice('/prices/'.length), url.searchParams.get('session') ?? '');
    return found ? [200, found] : [404, { error: 'no such article' }];
  }
  if (request.method === 'POST' && url.pathname === '/checkout') {
    const order = await readJson(request);
    let percent = 0;
    if (order.coupon) {
      try {
        percent = await redeem(order.coupon);
      } catch (error) {
        if (!(error instanceof CouponUnknown)) throw error;
        log.warn({ coupon: order.coupon }, error.message);
      }
    }
    const { rows } = await pool.query('INSERT INTO purchase (sku, quantity, percent_off) VALUES ($1, $2, $3) RETURNING id', [order.sku, order.quantity ?? 1, percent]);
    return [201, { order: rows[0].id }];
  }
  return [404, { error: 'not found' }];
}

const server = http.createServer(async (request, response) => {
  const started = performance.now();
  const url = new URL(request.url, 'http://checkout');
  const route = url.pathname.startsWith('/prices/') ? '/prices/:sku' : url.pathname;
  let status = 500;
  let body = { error: 'internal' };
  try {
    [status, body] = await answer(request, url);
  } catch (err) {
    if (/timeout exceeded when trying to connect/.test(err.message)) [status, body] = [503, { error: 'busy' }];
    trace.getActiveSpan()?.recordException(err);
    log.error({ err, route, status }, `${request.method} ${route} failed`);
  }
  const took = (performance.now() - started) / 1000;
  if (route !== '/healthz') {
    requests.add(1, { route, status: String(status) });
    seconds.record(took, { route });
  }
  if (took > 1) log.warn({ route, status, seconds: Number(took.toFixed(3)) }, 'slow request');
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
});

server.listen(Number(process.env.PORT), '127.0.0.1', () => log.info({ version }, `checkout ${version} listening`));
process.on('SIGTERM', () => {
  log.info({ version }, `checkout ${version} stopping`);
  server.close();
});
