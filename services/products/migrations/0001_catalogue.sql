-- Both are trusted: the owner of the database may create them, nobody else is needed.
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS fuzzystrmatch;

-- English without its list of stop words: a shop may sell cans, and films called It.
CREATE TEXT SEARCH DICTIONARY catalogue_stem (TEMPLATE = snowball, Language = english);
CREATE TEXT SEARCH CONFIGURATION catalogue (COPY = english);
ALTER TEXT SEARCH CONFIGURATION catalogue ALTER MAPPING REPLACE english_stem WITH catalogue_stem;

-- One row per product. Prices are integer minor units. Retired products stay: orders speak of them.
CREATE TABLE products (
  id          text COLLATE "C" PRIMARY KEY,
  name        text           NOT NULL,
  description text           NOT NULL,
  category    text           NOT NULL,
  price       bigint         NOT NULL CHECK (price >= 0),
  currency    text           NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  version     integer        NOT NULL DEFAULT 1, -- counts changes: the ETag
  created_at  timestamptz(3) NOT NULL DEFAULT now(),
  updated_at  timestamptz(3) NOT NULL DEFAULT now(),
  retired_at  timestamptz(3),
  -- Name (weight A), category, description; without accents and capitals.
  document    tsvector       NOT NULL,
  -- The name alone: few and short, so that thousands can be ranked while somebody waits.
  named       tsvector       NOT NULL GENERATED ALWAYS AS (ts_filter(document, '{a}')) STORED
);

-- Without a list of pending entries: products change seldom, and each search would have to read that list.
CREATE INDEX products_document ON products USING gin (document) WITH (fastupdate = off) WHERE retired_at IS NULL;
CREATE INDEX products_named ON products USING gin (named) WITH (fastupdate = off) WHERE retired_at IS NULL;

-- A page of each sort is a piece of one of these, with a category or without.
CREATE INDEX products_newest ON products (created_at, id) WHERE retired_at IS NULL;
CREATE INDEX products_price ON products (currency, price, id) WHERE retired_at IS NULL;
CREATE INDEX products_name ON products (name, id) WHERE retired_at IS NULL;
CREATE INDEX products_category_newest ON products (category, created_at, id) WHERE retired_at IS NULL;
CREATE INDEX products_category_price ON products (category, currency, price, id) WHERE retired_at IS NULL;
CREATE INDEX products_category_name ON products (category, name, id) WHERE retired_at IS NULL;

-- Every word of every product there ever was. Who mistypes one is led to those that are nearest: a few thousand words are
-- looked through sooner than a hundred thousand products.
CREATE TABLE words (word text COLLATE "C" PRIMARY KEY);
CREATE INDEX words_trigrams ON words USING gin (word gin_trgm_ops);

-- What to make of words that somebody typed. Common are those that say little beside others ("the"). For a word that begins no
-- word of the catalogue: those that are nearest, at most three. Two letters the wrong way round are the commonest mistake, and
-- cost a short word nearly all of its trigrams: they are tried by themselves, and count as one letter that is wrong.
CREATE FUNCTION understood(typed text[]) RETURNS TABLE (word text, is_common boolean, nearest text[])
LANGUAGE sql STABLE SET pg_trgm.similarity_threshold = 0.2 AS $$
  SELECT given.word, ts_lexize('english_stem', given.word) = '{}',
         CASE WHEN EXISTS (
           SELECT FROM words AS same
            WHERE same.word >= given.word COLLATE "C" AND same.word < given.word || U&'\+10FFFF' COLLATE "C"
         ) THEN '{}' ELSE array(
           SELECT tied.word FROM (
             SELECT candidate.word, max(similarity) AS similarity FROM (
               SELECT known.word, 1 AS distance, 1::real AS similarity
                 FROM generate_series(1, length(given.word) - 1) AS at,
                      LATERAL (SELECT overlay(given.word PLACING reverse(substr(given.word, at, 2)) FROM at FOR 2)) AS turned (word)
                 JOIN words AS known ON known.word = turned.word COLLATE "C"
               UNION ALL
               SELECT known.word, levenshtein(known.word, given.word), similarity(known.word, given.word)
                 FROM words AS known
                WHERE known.word % given.word
                  AND levenshtein_less_equal(known.word, given.word, 2) <= CASE WHEN length(given.word) < 5 THEN 1 ELSE 2 END
             ) AS candidate
              GROUP BY candidate.word ORDER BY min(distance) FETCH FIRST ROW WITH TIES
           ) AS tied
            ORDER BY similarity DESC, tied.word LIMIT 3)
         END
    FROM unnest(typed) WITH ORDINALITY AS given (word, at) ORDER BY given.at
$$;
