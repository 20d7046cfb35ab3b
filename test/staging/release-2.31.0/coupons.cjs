'use strict';
const { pool } = require('./pool.cjs');

class CouponUnknown extends Error {
  constructor(code) {
    super(`coupon ${code} not found`);
    this.name = 'CouponUnknown';
  }
}

/** Counts one use of a coupon and keeps an account of it, both or neither; throws CouponUnknown for one that nobody issued. */
async function redeem(code) {
  const client = await pool.connect();
  await client.query('BEGIN');
  const { rows } = await client.query('UPDATE coupon SET used = used + 1 WHERE code = $1 RETURNING percent', [code]);
  if (rows.length === 0) throw new CouponUnknown(code);
  await client.query('INSERT INTO coupon_use (code) VALUES ($1)', [code]);
  await client.query('COMMIT');
  client.release();
  return rows[0].percent;
}

module.exports = { redeem, CouponUnknown };
