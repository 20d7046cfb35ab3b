'use strict';
const { pool } = require('./pool.cjs');

/** Rendered prices by session and article, so that a customer who comes back sees them at once. */
const rendered = new Map();

/** The price of an article, as the shop window shows it to one customer. */
async function price(sku, session) {
  const key = `${session}/${sku}`;
  const known = rendered.get(key) ?? { price: undefined, history: Array.from({ length: 1100 }, (_, day) => ({ day, sku })) };
  rendered.set(key, known);
  if (known.price) return known.price;
  const { rows } = await pool.query('SELECT sku, name, cents, warehouse_stock(sku) AS stock FROM article WHERE sku = $1', [sku]);
  known.price = rows[0];
  return rows[0];
}

exports.price = price;
