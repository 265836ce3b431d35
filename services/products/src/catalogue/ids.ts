export interface Wanted {
  /** SQL over the columns of products. */
  readonly key: string;
  readonly where: string;
  readonly direction: 'ASC' | 'DESC';
  readonly inStock: boolean;
}

/** Ways to the first $1 ids in order, with their keys, as (fitting, key): all give the same, in another time. */
export function idsOf({ key, where, direction, inStock }: Wanted) {
  const order = `ORDER BY key ${direction}, fitting ${direction}`;
  const matches = `SELECT id AS fitting, ${key} AS key FROM products`;
  const isLeft = inStock ? 'on_hand > reserved' : 'true';

  /** Sorts all of a relation, and looks for the stock of as many as it needs: OFFSET 0 keeps the planner from doing that first. */
  const sortedOf = (relation: string) => `
    SELECT fitting, key FROM (SELECT fitting, key FROM ${relation} ${order} OFFSET 0) AS sorted
      JOIN stock ON product_id = fitting WHERE ${isLeft} ${order} LIMIT $1`;

  /** Goes along an index until it has enough. */
  const walked = (only = 'true') =>
    `${matches} JOIN stock ON product_id = id WHERE ${only} AND ${where} AND ${isLeft} ${order} LIMIT $1`;

  return {
    walked: () => walked(),
    sorted: () => sortedOf(`(${matches} WHERE ${where}) AS all_of_them`),
    walkedIfMany: (few: number) => `
      WITH found AS MATERIALIZED (${matches} WHERE ${where} LIMIT ${few})
      (${sortedOf(`found WHERE (SELECT count(*) FROM found) < ${few}`)})
       UNION ALL (${walked(`(SELECT count(*) FROM found) = ${few}`)})`,
  };
}
