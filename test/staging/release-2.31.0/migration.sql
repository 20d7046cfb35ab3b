CREATE TABLE IF NOT EXISTS coupon_use (id bigserial PRIMARY KEY, at timestamptz NOT NULL DEFAULT now(), code text NOT NULL);
