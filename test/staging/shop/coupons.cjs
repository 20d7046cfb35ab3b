'use strict';
const { pool } = require('./pool.cjs');

class CouponUnknown extends Error {
  constructor(code) {
    super(`coupon ${code} not found`);
    this.name = 'CouponUnknown';
  }
}

/** Counts one use of a coupon; throws CouponUnknown for one that nobody issued. */
async function redeem(code) {
  const { rows } = await pool.query('UPDATE coupon SET used = used + 1 WHERE code = $1 RETURNING percent', [code]);
  if (rows.length === 0) throw new CouponUnknown(code);
  return rows[0].percent;
}

module.exports = { redeem, CouponUnknown };
