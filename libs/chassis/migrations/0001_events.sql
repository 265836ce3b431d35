-- Events: outbox and history of every aggregate at once. Append-only: rows are never updated, and deleted only by retention.
--
-- txid is here for its side effect. Defaults are evaluated in column order, so every transaction owns its transaction id
-- BEFORE it draws an id. The relay relies on it: the owner of a missing id is older than the stamp of the gap.
-- Hence: txid stays in front of id (a test asserts it; ALTER TABLE … ADD would put it last), and the sequence's cache stays 1.
CREATE TABLE events (
  txid          xid8           NOT NULL DEFAULT pg_current_xact_id(),
  id            bigint         GENERATED ALWAYS AS IDENTITY (CACHE 1) PRIMARY KEY,
  event_id      uuid           NOT NULL,
  topic         text           NOT NULL,
  subject       text           NOT NULL,
  type          text           NOT NULL,
  source        text           NOT NULL,
  dataschema    text           NOT NULL,
  time          timestamptz(3) NOT NULL,
  correlationid text           NOT NULL,
  causationid   text,
  traceparent   text,
  tracestate    text,
  data          jsonb          NOT NULL
);

-- The history of one aggregate.
CREATE INDEX events_subject_id ON events (subject, id);

-- What each consumer group has processed: inserted in the transaction of the effects, so an effect happens once.
CREATE TABLE inbox (
  consumer     text        NOT NULL,
  event_id     uuid        NOT NULL,
  processed_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (consumer, event_id)
);

-- For retention. All rows of a transaction have the same time, so the index stays small (a tenth of the primary key) and
-- costs claims nothing that can be measured. (BRIN would be smaller, but its ranges never shrink again once space is reused.)
CREATE INDEX inbox_processed_at ON inbox (processed_at);

-- How far each relay has published. One hot row, updated in place: room on its page keeps those updates cheap.
CREATE TABLE relay_cursor (
  relay    text   PRIMARY KEY,
  position bigint NOT NULL,
  version  bigint NOT NULL DEFAULT 0,
  gaps     jsonb  NOT NULL DEFAULT '[]'
) WITH (fillfactor = 10);
