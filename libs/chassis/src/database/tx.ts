import type pg from 'pg';

/** Where statements run: the pool, or one transaction. */
export interface Tx {
  /** The rows of one statement. `name` makes it a prepared statement: planned once per connection. */
  query<R = Record<string, unknown>>(text: string, values?: readonly unknown[], name?: string): Promise<R[]>;
}

type Queryable = Pick<pg.ClientBase, 'query'>;

export function txOf(target: Queryable): Tx {
  return {
    async query<R>(text: string, values?: readonly unknown[], name?: string): Promise<R[]> {
      const { rows } = await target.query({ text, values: values as unknown[] | undefined, name });
      return rows as R[];
    },
  };
}
