import { type Answer, type Method, type Route, type RouteRequest, route } from '@spillway/chassis';
import { type Authenticate, type Caller, requireRole } from '@spillway/chassis/auth';
import type { LimitName } from '../limits/config';
import type { Limits } from '../limits/limiter';
import type { Operation, OperationFor, Who } from './operation';

/** One line of the table of routes. */
export interface Row {
  readonly method: Method;
  readonly path: string;
  readonly who: Who;
  readonly limit: LimitName;
  readonly operation: Operation;
}

export const row = (method: Method, path: string, who: Who, limit: LimitName, what: OperationFor): Row => ({
  method,
  path,
  who,
  limit,
  operation: what(method, path),
});

export interface Gate {
  readonly authenticate: Authenticate;
  readonly limits: Limits;
}

/** Lets a request in: its address has not asked too often, who asks is known and may, and has not asked too often. */
async function admit(request: RouteRequest, { who, limit }: Row, { authenticate, limits }: Gate) {
  const address = request.address();
  await limits.address(address);
  const isSignedIn = who !== 'anyone' || request.headers.authorization !== undefined;
  const caller = isSignedIn ? await authenticate(request.headers) : undefined;
  const left = await limits.caller(limit, caller === undefined ? `address ${address}` : `user ${caller.userId}`);
  if (who === 'admin' && caller) requireRole(caller, 'admin');
  return { caller, left };
}

/** The routes of a table, each behind the gate. */
export const routesOf = (table: readonly Row[], gate: Gate): Route[] =>
  table.map((entry) => {
    const { method, path, who, operation } = entry;
    const { handle, ...described } = operation;
    return route({
      ...described,
      method,
      path,
      secured: who !== 'anyone',
      async handle(request): Promise<Answer> {
        const { caller, left } = await admit(request, entry, gate);
        const answer = await handle({ ...request, caller });
        return { ...answer, headers: { ...answer.headers, ...left } };
      },
    });
  });

/** Who asks. Rows for customers and admins are never without. */
export function callerOf({ caller }: { readonly caller: Caller | undefined }): Caller {
  if (caller === undefined) throw new Error('the row of this operation lets anyone in');
  return caller;
}
