-- One row per order: what became of its payment. Amounts are integer minor units.
CREATE TABLE payments (
  id                 uuid PRIMARY KEY,
  order_id           uuid NOT NULL UNIQUE,
  user_id            text NOT NULL,
  amount             bigint NOT NULL CHECK (amount >= 0),
  currency           text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  status             text NOT NULL CHECK (status IN ('authorized', 'captured', 'voided', 'refunded', 'declined', 'cancelled')),
  provider           text,
  provider_reference text,
  decline_reason     text,
  version            integer NOT NULL DEFAULT 1 CHECK (version > 0),
  created_at         timestamptz(3) NOT NULL DEFAULT now(),
  updated_at         timestamptz(3) NOT NULL DEFAULT now(),

  -- What a status means in columns, so that a row can always be read as the payment state it names.
  CONSTRAINT payments_facts_fit_status CHECK (
    CASE status
      WHEN 'declined'  THEN provider IS NOT NULL AND provider_reference IS NULL AND decline_reason IS NOT NULL
      WHEN 'cancelled' THEN provider IS NULL AND provider_reference IS NULL AND decline_reason IS NULL
      ELSE provider IS NOT NULL AND provider_reference IS NOT NULL AND decline_reason IS NULL
    END
  )
);

-- Pages of GET /payments?status=, newest first (ids are UUIDv7).
CREATE INDEX payments_by_status ON payments (status, id);

CREATE FUNCTION refuse_payment_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a payment may not go from % to %', coalesce(OLD.status, 'nothing'), NEW.status
    USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
END
$$;

-- The conditions stand in WHEN, so a legal change costs no function call.
CREATE TRIGGER payments_begin BEFORE INSERT ON payments FOR EACH ROW
  WHEN (NEW.status NOT IN ('authorized', 'declined', 'cancelled'))
  EXECUTE FUNCTION refuse_payment_change();

-- src/domain/transitions.ts says the same; a test holds the two against each other.
CREATE TRIGGER payments_transition BEFORE UPDATE ON payments FOR EACH ROW
  WHEN (NEW.status IS DISTINCT FROM OLD.status AND (OLD.status, NEW.status) NOT IN (
    ('authorized', 'captured'),
    ('authorized', 'voided'),
    ('authorized', 'refunded'),
    ('captured', 'refunded')
  ))
  EXECUTE FUNCTION refuse_payment_change();

CREATE FUNCTION refuse_other_payment() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'payment % may change its status, not what was agreed at its beginning', OLD.id
    USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
END
$$;

-- Whose payment it is, how much, and what the provider calls it stays.
CREATE TRIGGER payments_identity BEFORE UPDATE ON payments FOR EACH ROW
  WHEN ((NEW.id, NEW.order_id, NEW.user_id, NEW.amount, NEW.currency, NEW.provider, NEW.provider_reference)
    IS DISTINCT FROM (OLD.id, OLD.order_id, OLD.user_id, OLD.amount, OLD.currency, OLD.provider, OLD.provider_reference))
  EXECUTE FUNCTION refuse_other_payment();
