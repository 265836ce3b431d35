import type { Static, TSchema } from '@sinclair/typebox';
import type { Answer, Method, Route, RouteRequest } from '@spillway/chassis';
import type { Caller } from '@spillway/chassis/auth';

/** Anyone; a customer (whoever is signed in, for what is his own); an admin. */
export type Who = 'anyone' | 'customer' | 'admin';

export interface OperationRequest<P = unknown, Q = unknown, B = unknown> extends RouteRequest<P, Q, B> {
  /** Undefined where anyone may ask and nobody is signed in. */
  readonly caller: Caller | undefined;
}

/** What is done for a row of the table. */
export interface Operation extends Omit<Route, 'method' | 'path' | 'handle' | 'secured' | 'internal'> {
  handle(request: OperationRequest): Promise<Answer>;
}

/** As a row asks for it: what is passed on looks the same operation up at its target. */
export type OperationFor = (method: Method, path: string) => Operation;

type Given<S extends TSchema | undefined, Otherwise> = S extends TSchema ? Static<S> : Otherwise;

interface Definition<P extends TSchema | undefined, Q extends TSchema | undefined, B extends TSchema | undefined>
  extends Omit<Operation, 'params' | 'query' | 'body' | 'handle'> {
  readonly params?: P;
  readonly query?: Q;
  readonly body?: B;
  handle(
    request: OperationRequest<Given<P, Record<string, string>>, Given<Q, Record<never, never>>, Given<B, undefined>>,
  ): Promise<Answer>;
}

/** Defines an operation of the gateway's own; params, query and body have the types of their schemas. */
export const operation =
  <P extends TSchema | undefined, Q extends TSchema | undefined, B extends TSchema | undefined>(
    definition: Definition<P, Q, B>,
  ): OperationFor =>
  () =>
    definition as Operation;
