-- The tables of {{name}}. Those of the chassis (events, inbox, relay_cursor) are made before. Once released, a migration never changes.
CREATE TABLE {{table}} (
  id         uuid           PRIMARY KEY,
  created_at timestamptz(3) NOT NULL DEFAULT now()
);
