-- What is there of each product, and how much of it is put aside for orders. Apart from products, because these rows are
-- updated with every order: short rows, no index on what changes, and room on the page keep that cheap.
CREATE TABLE stock (
  product_id text COLLATE "C" PRIMARY KEY REFERENCES products,
  on_hand    bigint NOT NULL DEFAULT 0 CHECK (on_hand >= 0),
  reserved   bigint NOT NULL DEFAULT 0 CHECK (reserved >= 0),
  CONSTRAINT never_oversold CHECK (reserved <= on_hand)
) WITH (fillfactor = 20);

-- Why the stock is what it is, besides orders. Append-only.
CREATE TABLE stock_adjustments (
  id          bigint         GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  product_id  text COLLATE "C" NOT NULL REFERENCES products,
  delta       bigint         NOT NULL CHECK (delta <> 0),
  on_hand     bigint         NOT NULL, -- after it
  reason      text           NOT NULL,
  idempotency_key text,
  adjusted_at timestamptz(3) NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX stock_adjustments_product ON stock_adjustments (product_id, id);
CREATE UNIQUE INDEX stock_adjustments_key ON stock_adjustments (product_id, idempotency_key) WHERE idempotency_key IS NOT NULL;

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% of % is refused', lower(TG_OP), TG_TABLE_NAME
    USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
END
$$;

CREATE TRIGGER stock_adjustments_append_only BEFORE UPDATE OR DELETE ON stock_adjustments
  FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- One row per order: what has become of the goods it needs.
CREATE TABLE reservations (
  order_id   uuid           PRIMARY KEY,
  status     text           NOT NULL CHECK (status IN ('reserved', 'rejected', 'expired', 'committed', 'released')),
  items      jsonb          NOT NULL, -- [{ productId, quantity }], each product once; none of an order that was cancelled first
  expires_at timestamptz(3),
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  updated_at timestamptz(3) NOT NULL DEFAULT now(),
  CHECK (status <> 'reserved' OR expires_at IS NOT NULL)
) WITH (fillfactor = 80);

CREATE INDEX reservations_expiry ON reservations (expires_at) WHERE status = 'reserved';

-- src/domain/reservation.ts says the same; a test holds the two against each other.
CREATE TRIGGER reservations_transition BEFORE UPDATE ON reservations FOR EACH ROW
  WHEN (NEW.status IS DISTINCT FROM OLD.status AND (OLD.status, NEW.status) NOT IN (
    ('reserved', 'committed'),
    ('reserved', 'released'),
    ('reserved', 'expired'),
    ('rejected', 'committed'),
    ('rejected', 'released'),
    ('expired', 'committed'),
    ('expired', 'released'),
    ('committed', 'released')
  ))
  EXECUTE FUNCTION refuse_change();

CREATE TRIGGER reservations_items BEFORE UPDATE ON reservations FOR EACH ROW
  WHEN (NEW.order_id <> OLD.order_id OR NEW.items <> OLD.items)
  EXECUTE FUNCTION refuse_change();
