import { query } from '../system/query';

/** What the names of the products below are made of. */
export const typed = {
  adjectives:
    'enamel linen oak wooden copper woollen striped vintage folding portable ceramic bamboo cotton recycled outdoor handmade'.split(
      ' ',
    ),
  nouns:
    'mug towel board skillet teapot grinder blanket candle basket lamp doormat trowel bottle notebook pencil rucksack kettle colander whisk ladle tray bowl plate vase cushion curtain mirror stool bench shelf hammock lantern'.split(
      ' ',
    ),
  categories: Array.from({ length: 20 }, (_, n) => `category-${n}`),
};

/**
 * So many products with their stock, one of ten sold out. In capitals nowhere and without accents, so that the text is as the
 * service would fold it. Descriptions share some thousands of words, as those of a real catalogue do.
 */
const products = `
  WITH made AS (
    SELECT n, 'bench-' || n AS id,
           adjectives[1 + n * 7 % cardinality(adjectives)] || ' ' || nouns[1 + n % cardinality(nouns)] || ' no ' || n % 500 AS name,
           'for the ' || nouns[1 + n * 13 % cardinality(nouns)] || ' of ' || left(md5((n % 5000)::text), 6) || ' and '
             || left(md5((n % 3001)::text), 5) || ', made with care, ' || adjectives[1 + n * 3 % cardinality(adjectives)] AS description,
           'category-' || n % 20 AS category
      FROM generate_series(1, $1::int) AS n, (SELECT $2::text[] AS adjectives, $3::text[] AS nouns) AS words
  ), inserted AS (
    INSERT INTO products (id, name, description, category, price, currency, created_at, document)
    SELECT id, name, description, category, 100 + n * 37 % 20000, 'EUR', now() - n * interval '1 second',
           setweight(to_tsvector('catalogue', name), 'A') || to_tsvector('catalogue', category || ' ' || description)
      FROM made
  ), known AS (
    INSERT INTO words SELECT DISTINCT word FROM made, regexp_split_to_table(name || ' ' || description, '[^a-z0-9]+') AS word
     WHERE length(word) > 1 ON CONFLICT DO NOTHING
  )
  SELECT count(*) FROM made`;

const stock = `
  INSERT INTO stock (product_id, on_hand)
  SELECT id, CASE WHEN right(id, 1) = '0' THEN 0 ELSE 1000 END FROM products WHERE id LIKE 'bench-%'`;

/** Fills the catalogue of a products service whose tables are there. */
export async function fillCatalogue(url: string, count: number): Promise<void> {
  await query(url, products, [count, typed.adjectives, typed.nouns]);
  await query(url, stock);
}
