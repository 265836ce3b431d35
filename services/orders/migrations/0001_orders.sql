-- One row per order. Money is in minor units of `currency`.
CREATE TABLE orders (
  id              uuid           PRIMARY KEY, -- UUIDv7 of the moment in created_at: in order of creation
  user_id         text           NOT NULL,
  items           jsonb          NOT NULL,    -- [{ productId, name?, unitPrice, quantity }]
  total_amount    bigint         NOT NULL CHECK (total_amount >= 0),
  currency        text           NOT NULL,
  status          text           NOT NULL DEFAULT 'pending'
                                 CHECK (status IN ('pending', 'confirmed', 'shipped', 'delivered', 'cancelled')),
  version         integer        NOT NULL DEFAULT 1, -- counts changes: the ETag
  steps           jsonb          NOT NULL DEFAULT '{}', -- what each step of the saga has answered, by its name
  created_at      timestamptz(3) NOT NULL,
  updated_at      timestamptz(3) NOT NULL,
  deleted_at      timestamptz(3),
  idempotency_key text,
  request_hash    text,
  CHECK ((idempotency_key IS NULL) = (request_hash IS NULL))
) WITH (fillfactor = 80); -- each order is updated a few times soon after it came

-- The same key of the same user is the same order. Deleted ones count, too.
CREATE UNIQUE INDEX orders_idempotency ON orders (user_id, idempotency_key) WHERE idempotency_key IS NOT NULL;

-- Pages go backwards by id; the primary key serves those without a filter.
CREATE INDEX orders_user_id_id ON orders (user_id, id);
-- By status the deadline sweep finds the oldest pending orders, too: another index would cost every order.
CREATE INDEX orders_status_id ON orders (status, id);
