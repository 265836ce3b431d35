-- Projections (read models) of what the topics say, in one of two slots, a and b. One slot is read; a rebuild fills the other
-- beside it, and then they change places (docs of the service: README.md, "Rebuild").
CREATE TABLE versions (
  slot    text        PRIMARY KEY CHECK (slot IN ('a', 'b')),
  number  integer     NOT NULL, -- counts the versions there have been, for people
  state   text        NOT NULL CHECK (state IN ('empty', 'building', 'serving')),
  since   timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX versions_one_serves ON versions (state) WHERE state = 'serving';
INSERT INTO versions (slot, number, state) VALUES ('a', 1, 'serving'), ('b', 0, 'empty');

-- What is known of each order, as src/domain/facts.ts has it: no name, no address, no user. All figures follow from these rows, and
-- a fact that comes again changes nothing.
CREATE TABLE order_facts (
  slot     text  NOT NULL,
  order_id uuid  NOT NULL, -- a UUIDv7: the moment of creation is in it
  facts    jsonb NOT NULL,
  PRIMARY KEY (slot, order_id)
) PARTITION BY LIST (slot);
-- Each row is updated a few times soon after it came: with room on its page that touches no index.
CREATE TABLE order_facts_a PARTITION OF order_facts FOR VALUES IN ('a') WITH (fillfactor = 60);
CREATE TABLE order_facts_b PARTITION OF order_facts FOR VALUES IN ('b') WITH (fillfactor = 60);

-- What each transaction changed of the figures: appended with the facts it follows from, so there is no hot row. A folder moves
-- them into `figures` every second; who reads sums both in one snapshot.
CREATE TABLE figure_deltas (
  slot     text           NOT NULL,
  at       timestamptz(0) NOT NULL, -- minute of the order's creation; its day for figures that are kept by day only
  finest   text           NOT NULL CHECK (finest IN ('minute', 'day')),
  measure  text           NOT NULL,
  key      text           NOT NULL, -- a product, a reason, a bucket of a histogram, or nothing
  currency text           NOT NULL, -- empty where there is no money
  count    bigint         NOT NULL,
  amount   numeric        NOT NULL  -- minor units
) PARTITION BY LIST (slot);
CREATE TABLE figure_deltas_a PARTITION OF figure_deltas FOR VALUES IN ('a')
  WITH (autovacuum_vacuum_threshold = 2000, autovacuum_vacuum_scale_factor = 0);
CREATE TABLE figure_deltas_b PARTITION OF figure_deltas FOR VALUES IN ('b')
  WITH (autovacuum_vacuum_threshold = 2000, autovacuum_vacuum_scale_factor = 0);

CREATE TABLE figures (
  slot     text           NOT NULL,
  width    text           NOT NULL CHECK (width IN ('minute', 'hour', 'day')),
  measure  text           NOT NULL,
  bucket   timestamptz(0) NOT NULL, -- its beginning, UTC
  key      text           NOT NULL,
  currency text           NOT NULL,
  count    bigint         NOT NULL,
  amount   numeric        NOT NULL,
  PRIMARY KEY (slot, width, measure, bucket, key, currency)
) PARTITION BY LIST (slot);
CREATE TABLE figures_a PARTITION OF figures FOR VALUES IN ('a') WITH (fillfactor = 70);
CREATE TABLE figures_b PARTITION OF figures FOR VALUES IN ('b') WITH (fillfactor = 70);

-- How far a rebuild is, so that it goes on after a crash. One at a time: no more than one row.
CREATE TABLE rebuild (
  only_one    boolean PRIMARY KEY DEFAULT true CHECK (only_one),
  older_than  uuid NOT NULL, -- orders of lower ids may have lost events to the topics' retention: their old facts are taken over
  copied_to   uuid NOT NULL
);
CREATE TABLE rebuild_positions (
  topic     text   NOT NULL,
  partition integer NOT NULL,
  first     bigint NOT NULL,
  next      bigint NOT NULL,
  stop      bigint NOT NULL, -- from here on the running service has written both versions
  PRIMARY KEY (topic, partition)
);
