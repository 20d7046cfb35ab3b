'use strict';
const { pool } = require('./pool.cjs');

/** The price of an article, as the shop window shows it. */
async function price(sku) {
  const { rows } = await pool.query('SELECT sku, name, cents, warehouse_stock(sku) AS stock FROM article WHERE sku = $1', [sku]);
  return rows[0];
}

exports.price = price;
