-- E-mail addresses are stored as src/domain/email.ts writes them, so UNIQUE means: whatever their case and spelling.
CREATE TABLE users (
  user_id        uuid PRIMARY KEY,
  email          text NOT NULL UNIQUE,
  name           text,
  role           text NOT NULL DEFAULT 'customer' CHECK (role IN ('customer', 'admin')),
  webhook_url    text,
  -- argon2id in the PHC format, parameters and salt included.
  password_hash  text NOT NULL,
  -- Counts the changes that events tell of.
  version        integer NOT NULL DEFAULT 1,
  created_at     timestamptz(3) NOT NULL DEFAULT now(),
  updated_at     timestamptz(3) NOT NULL DEFAULT now()
);

-- One for each login: the family of all refresh tokens that came of it.
CREATE TABLE sessions (
  session_id  uuid PRIMARY KEY,
  user_id     uuid NOT NULL REFERENCES users ON DELETE CASCADE,
  created_at  timestamptz(3) NOT NULL DEFAULT now(),
  expires_at  timestamptz(3) NOT NULL,
  ended_at    timestamptz(3),
  end_reason  text CHECK (end_reason IN ('logout', 'password', 'reuse')),
  CHECK ((ended_at IS NULL) = (end_reason IS NULL))
);
CREATE INDEX sessions_of_user ON sessions (user_id);
CREATE INDEX sessions_expiry ON sessions (expires_at);
CREATE INDEX sessions_ended ON sessions (ended_at) WHERE ended_at IS NOT NULL;

-- A token can be used while it is unused and its session goes on. Only hashes: the tokens themselves are with their owners.
CREATE TABLE refresh_tokens (
  token_hash  bytea PRIMARY KEY,
  session_id  uuid NOT NULL REFERENCES sessions ON DELETE CASCADE,
  issued_at   timestamptz NOT NULL DEFAULT now(),
  used_at     timestamptz,
  -- What was given for it, readable only with the token itself (src/sessions/opaque-token.ts).
  successor   bytea,
  CHECK ((used_at IS NULL) = (successor IS NULL))
);
-- Whatever else goes wrong: never two tokens of one session that can be used.
CREATE UNIQUE INDEX one_unused_token ON refresh_tokens (session_id) WHERE used_at IS NULL;
CREATE INDEX tokens_of_session ON refresh_tokens (session_id);

-- Keys that access tokens are signed with, each from its time on. The private half is encrypted with ENCRYPTION_KEYS.
CREATE TABLE signing_keys (
  kid             text PRIMARY KEY,
  public_key      jsonb NOT NULL,
  sealed_private  bytea NOT NULL,
  signs_from      timestamptz(3) NOT NULL UNIQUE
);

-- Attempts that may be guesses, by account and by address, counted before they are judged. Keys are keyed hashes: neither an
-- e-mail address nor an internet address is kept.
CREATE TABLE attempts (
  key            bytea PRIMARY KEY,
  -- So many go through without a wait.
  free           integer NOT NULL,
  count          integer NOT NULL DEFAULT 1,
  last_at        timestamptz NOT NULL DEFAULT now(),
  blocked_until  timestamptz NOT NULL DEFAULT '-infinity'
);
CREATE INDEX attempts_last_at ON attempts (last_at);

-- Deleted users of whom the topic still has to hear once more (docs/adr/0009-deletion-of-personal-data.md).
CREATE TABLE last_words (
  user_id     uuid PRIMARY KEY,
  version     integer NOT NULL,
  deleted_at  timestamptz(3) NOT NULL DEFAULT now(),
  -- Set once UserDeleted has been published.
  again_at    timestamptz(3)
);
