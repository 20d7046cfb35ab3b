CREATE TABLE article (sku text PRIMARY KEY, name text NOT NULL, cents integer NOT NULL);
CREATE TABLE coupon (code text PRIMARY KEY, percent integer NOT NULL, used integer NOT NULL DEFAULT 0);
CREATE TABLE purchase (id bigserial PRIMARY KEY, at timestamptz NOT NULL DEFAULT now(), sku text NOT NULL, quantity integer NOT NULL, percent_off integer NOT NULL);
INSERT INTO article SELECT 'A' || lpad(n::text, 4, '0'), 'Article ' || n, 500 + (n * 37) % 9000 FROM generate_series(1, 500) n;
INSERT INTO coupon VALUES ('WELCOME10', 10), ('SPRING5', 5), ('FRIENDS15', 15);
-- The warehouse is a slow neighbour: asking it takes 40 ms.
CREATE FUNCTION warehouse_stock(sku text) RETURNS integer LANGUAGE sql VOLATILE AS $$ SELECT (hashtext(sku) & 63) FROM pg_sleep(0.04) $$;
