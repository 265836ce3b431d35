-- What is known of registered users comes from user-events. `version` is that of the event a row was written by: an older one
-- changes nothing. 0: set here, by PUT, for somebody who is not registered.
-- A deleted user leaves a row that says so and nothing else, or what comes late would bring him back.
ALTER TABLE preferences
  ADD COLUMN version integer NOT NULL DEFAULT 0,
  ADD COLUMN deleted boolean NOT NULL DEFAULT false,
  ADD CHECK (NOT deleted OR (email IS NULL AND webhook_url IS NULL AND version > 0));
