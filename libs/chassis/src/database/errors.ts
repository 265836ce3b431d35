import { isNetworkError } from '../errors/classes';

/** 57P01 admin_shutdown, 57P02 crash_shutdown, 57P03 cannot_connect_now; 40001 serialization_failure, 40P01 deadlock_detected. */
const transientStates = new Set(['57P01', '57P02', '57P03', '40001', '40P01']);

/** 08 connection, 53 resources (connections, memory, disk). */
const transientClasses = /^(08|53)[0-9A-Z]{3}$/;

/** Errors that pg and pg-pool raise themselves carry no code. */
const transientMessages =
  /^Connection terminated|^timeout exceeded when trying to connect|^timeout expired$|^Client has encountered a connection error|^Query read timeout$|^Client was closed/;

/** Asked by shape, not by class: an error of the network or of another copy of pg counts as well. */
const memberOf = (error: unknown, member: 'code' | 'message'): string =>
  typeof error === 'object' && error !== null ? String(Reflect.get(error, member) ?? '') : '';

/**
 * True where the database, not the statement, is what failed: waiting and trying again can help.
 * A statement that ran into statement_timeout (57014) is not among them: it may time out for ever.
 */
export function isTransientDatabaseError(error: unknown): boolean {
  const code = memberOf(error, 'code');
  return (
    transientStates.has(code) ||
    transientClasses.test(code) ||
    isNetworkError(error) ||
    transientMessages.test(memberOf(error, 'message'))
  );
}

/** The database has rolled the transaction back to let another one through: the same again, at once, may succeed. */
export const isRolledBackByConflict = (error: unknown): boolean => ['40001', '40P01'].includes(memberOf(error, 'code'));

/** The statement was cancelled: its time was up, or somebody cancelled it. */
export const isCancelled = (error: unknown): boolean => memberOf(error, 'code') === '57014';
