-- Statistics whose cost does not grow with the number of orders, exact at every moment, and without a hot row:
-- each statement that changes orders APPENDS what it changed, in the same transaction; a folder moves these deltas into
-- the totals every second. Who reads sums both in one snapshot. Deleted orders do not count.
CREATE TABLE order_stats_deltas (
  status   text           NOT NULL,
  currency text           NOT NULL,
  minute   timestamptz(0) NOT NULL, -- of the order's creation
  orders   bigint         NOT NULL,
  amount   numeric        NOT NULL
) WITH (autovacuum_vacuum_threshold = 2000, autovacuum_vacuum_scale_factor = 0);

CREATE TABLE order_stats_by_status (
  status   text    NOT NULL,
  currency text    NOT NULL,
  orders   bigint  NOT NULL,
  amount   numeric NOT NULL, -- minor units
  PRIMARY KEY (status, currency)
) WITH (fillfactor = 50);

CREATE TABLE order_stats_by_minute (
  minute timestamptz(0) PRIMARY KEY,
  orders bigint         NOT NULL
) WITH (fillfactor = 50);

CREATE FUNCTION orders_inserted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO order_stats_deltas (status, currency, minute, orders, amount)
  SELECT status, currency, date_trunc('minute', created_at, 'UTC'), count(*), sum(total_amount)
    FROM placed WHERE deleted_at IS NULL
   GROUP BY 1, 2, 3;
  RETURN NULL;
END $$;

CREATE FUNCTION orders_updated() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO order_stats_deltas (status, currency, minute, orders, amount)
  SELECT status, currency, date_trunc('minute', created_at, 'UTC'), sum(sign), sum(sign * total_amount)
    FROM (SELECT status, currency, created_at, total_amount,  1 AS sign FROM after  WHERE deleted_at IS NULL
          UNION ALL
          SELECT status, currency, created_at, total_amount, -1 AS sign FROM before WHERE deleted_at IS NULL) AS changed
   GROUP BY 1, 2, 3
  HAVING sum(sign) <> 0 OR sum(sign * total_amount) <> 0;
  RETURN NULL;
END $$;

CREATE FUNCTION orders_removed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO order_stats_deltas (status, currency, minute, orders, amount)
  SELECT status, currency, date_trunc('minute', created_at, 'UTC'), -count(*), -sum(total_amount)
    FROM removed WHERE deleted_at IS NULL
   GROUP BY 1, 2, 3;
  RETURN NULL;
END $$;

CREATE TRIGGER stats_insert AFTER INSERT ON orders REFERENCING NEW TABLE AS placed
  FOR EACH STATEMENT EXECUTE FUNCTION orders_inserted();
CREATE TRIGGER stats_update AFTER UPDATE ON orders REFERENCING OLD TABLE AS before NEW TABLE AS after
  FOR EACH STATEMENT EXECUTE FUNCTION orders_updated();
CREATE TRIGGER stats_delete AFTER DELETE ON orders REFERENCING OLD TABLE AS removed
  FOR EACH STATEMENT EXECUTE FUNCTION orders_removed();
