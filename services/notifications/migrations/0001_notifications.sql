-- How a user wants to be told. The secret is kept as it is: every signature needs it.
CREATE TABLE preferences (
  user_id          text PRIMARY KEY,
  email            text,
  webhook_url      text,
  webhook_secret   text,
  -- Set when the receiver answered 410 Gone; a new PUT clears it.
  webhook_gone_at  timestamptz(3),
  updated_at       timestamptz(3) NOT NULL DEFAULT now(),
  CHECK ((webhook_url IS NULL) = (webhook_secret IS NULL)),
  CHECK (webhook_url IS NOT NULL OR webhook_gone_at IS NULL)
);

-- One row per event and channel: what the user was told, or why not. Ids are UUIDv7, so their order is that of time.
CREATE TABLE notifications (
  id          uuid PRIMARY KEY,
  event_id    uuid NOT NULL,
  order_id    uuid NOT NULL,
  user_id     text NOT NULL,
  kind        text NOT NULL,
  channel     text NOT NULL CHECK (channel IN ('mail', 'webhook')),
  status      text NOT NULL CHECK (status IN ('pending', 'sent', 'failed')),
  reason      text,
  created_at  timestamptz(3) NOT NULL DEFAULT now(),
  settled_at  timestamptz(3),
  UNIQUE (event_id, channel),
  CHECK ((status = 'failed') = (reason IS NOT NULL)),
  CHECK ((status = 'pending') = (settled_at IS NULL))
);
CREATE INDEX notifications_of_order ON notifications (order_id, id);

-- The queue of webhook calls. due_at is the next attempt and, while one is under way, the end of its lease;
-- NULL once the notification is settled, which takes the row out of the index the workers read.
CREATE TABLE webhook_deliveries (
  notification_id  uuid PRIMARY KEY REFERENCES notifications (id) ON DELETE CASCADE,
  user_id          text NOT NULL,
  -- The event the user is told about: what the call says, and the cause of the event that tells how it went.
  event            jsonb NOT NULL,
  attempts         integer NOT NULL DEFAULT 0,
  due_at           timestamptz(3) DEFAULT now(),
  last_reason      text
);
CREATE INDEX webhook_deliveries_due ON webhook_deliveries (due_at) WHERE due_at IS NOT NULL;
