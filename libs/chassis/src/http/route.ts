import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import type { Static, TSchema } from '@sinclair/typebox';

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

/** A request that has passed its route's schemas. */
export interface RouteRequest<Params = unknown, Query = unknown, Body = unknown> {
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  readonly headers: IncomingHttpHeaders;
  /** The request id: the caller's, where it sent a sane one. */
  readonly id: string;
  /** W3C trace context for what this request causes: of the server span when it is recorded, else the caller's. */
  readonly traceparent: string | undefined;
  readonly tracestate: string | undefined;
  /** The caller's address: as many proxies as HTTP_TRUSTED_PROXIES says are believed, and no header beyond them. */
  address(): string;
}

/** What a handler gives back. A string body with a content-type header is sent as it stands, anything else as JSON. */
export interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /**
   * Takes the response over once its head has been sent, in place of a body, and must end it. The request counts as answered:
   * what is streamed is not measured, not limited in number, and has to be ended before the server is stopped.
   */
  readonly stream?: (response: ServerResponse) => void;
}

/** One operation: what it takes, what it answers, and what it does. Checks and the OpenAPI document come from the schemas. */
export interface Route {
  readonly method: Method;
  /** In Express form: /orders/:id */
  readonly path: string;
  readonly summary: string;
  readonly params?: TSchema;
  readonly query?: TSchema;
  readonly body?: TSchema;
  /** By status: the schema of the body, or a description where there is none. */
  readonly answers: Readonly<Record<number, TSchema | string>>;
  /** Not part of the OpenAPI document: probes, metrics. */
  readonly internal?: boolean;
  /** Needs an access token, as the OpenAPI document then says. Whoever handles it must check. */
  readonly secured?: boolean;
  handle(request: RouteRequest): Promise<Answer> | Answer;
}

type Given<S extends TSchema | undefined, Otherwise> = S extends TSchema ? Static<S> : Otherwise;

export interface RouteDefinition<
  P extends TSchema | undefined,
  Q extends TSchema | undefined,
  B extends TSchema | undefined,
> extends Omit<Route, 'params' | 'query' | 'body' | 'handle'> {
  readonly params?: P;
  readonly query?: Q;
  readonly body?: B;
  handle(
    request: RouteRequest<Given<P, Record<string, string>>, Given<Q, Record<never, never>>, Given<B, undefined>>,
  ): Promise<Answer> | Answer;
}

/** Defines a route; params, query and body have the types of their schemas. Without a schema query and body are not read at all. */
export function route<
  P extends TSchema | undefined = undefined,
  Q extends TSchema | undefined = undefined,
  B extends TSchema | undefined = undefined,
>(definition: RouteDefinition<P, Q, B>): Route {
  return definition as Route;
}
