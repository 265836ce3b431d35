import type pg from 'pg';
import { type Tx, txOf } from './tx';

/** COMMIT was answered with ROLLBACK: a statement inside had failed and its error was swallowed. */
export class TransactionAborted extends Error {
  readonly code = 'TRANSACTION_ABORTED';

  constructor() {
    super('The transaction was rolled back at COMMIT because a statement in it had failed. Nothing of it was saved.');
    this.name = 'TransactionAborted';
  }
}

/** A connection whose ROLLBACK fails is of unknown state and is closed instead of going back to the pool. */
export async function runTransaction<T>(pool: pg.Pool, work: (tx: Tx) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken = false;
  try {
    await client.query('BEGIN');
    const result = await work(txOf(client));
    const { command } = await client.query('COMMIT');
    if (command !== 'COMMIT') throw new TransactionAborted();
    return result;
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {
      broken = true;
    });
    throw error;
  } finally {
    client.release(broken);
  }
}
