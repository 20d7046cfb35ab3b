'use strict';
const { Pool } = require('pg');
const { metrics } = require('@opentelemetry/api');
const { log } = require('./log.cjs');

const pool = new Pool({ connectionString: process.env.DATABASE_URL, max: 10, connectionTimeoutMillis: 3000, application_name: `checkout@${process.env.HOST_NAME}` });
pool.on('error', (err) => log.error({ err }, 'database connection lost'));

const meter = metrics.getMeter('checkout');
meter.createObservableGauge('checkout_db_pool_connections', { description: 'Connections of the pool by state.' }).addCallback((result) => {
  result.observe(pool.totalCount - pool.idleCount, { state: 'used' });
  result.observe(pool.idleCount, { state: 'idle' });
  result.observe(pool.waitingCount, { state: 'waiting' });
});

setInterval(() => {
  log.info({ pool: { total: pool.totalCount, idle: pool.idleCount, inUse: pool.totalCount - pool.idleCount, waiting: pool.waitingCount, max: 10 } }, 'pool stats');
}, 10_000).unref();

exports.pool = pool;
