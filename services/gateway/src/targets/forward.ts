import type { Answer, RouteRequest } from '@spillway/chassis';
import type { TargetAnswer } from './answer';
import { problemOf } from './failures';
import type { Target, TargetRequest } from './target';

/** What a target is told of the request it is asked for; all else that a caller sends stays outside. */
const passedOn = ['authorization', 'if-match', 'if-none-match', 'idempotency-key', 'accept-language'] as const;
/** What the caller is told of a target's answer. */
const passedBack = ['etag', 'location', 'cache-control', 'retry-after'] as const;

/** `/orders/:id` with its parameters filled in, each as one segment, and the query behind it. */
export function pathOf(pattern: string, params: object, query: object = {}): string {
  const path = pattern.replaceAll(/:(\w+)/g, (_, name: string) =>
    encodeURIComponent(String(Reflect.get(params, name))),
  );
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    for (const each of [value].flat()) if (each !== undefined) search.append(name, String(each));
  }
  return search.size === 0 ? path : `${path}?${search}`;
}

/** Headers of a request that is made because of another: the same request id, the same trace. */
export const headersFrom = ({ id, traceparent, tracestate }: RouteRequest): Record<string, string> => ({
  'x-request-id': id,
  ...(traceparent !== undefined && { traceparent }),
  ...(tracestate !== undefined && { tracestate }),
});

/** What a request that is passed on takes along of the caller's headers. */
export const passingHeaders = ({ headers }: RouteRequest): Record<string, string> =>
  Object.fromEntries(
    passedOn.flatMap((name) => {
      const value = headers[name];
      return typeof value === 'string' ? [[name, value] as const] : [];
    }),
  );

/** Asks a target because of a request. @throws Problem for every answer that is one */
export async function askBecauseOf(request: RouteRequest, target: Target, what: TargetRequest): Promise<TargetAnswer> {
  const answer = await target.ask({ ...what, headers: { ...headersFrom(request), ...what.headers } });
  if (answer.status >= 400) throw problemOf(answer);
  return answer;
}

/** A target's answer as the gateway's own. */
export function passBack({ status, headers, body }: TargetAnswer): Answer {
  const known = passedBack.flatMap((name) => {
    const value = headers.get(name);
    return value === null ? [] : [[name, value]];
  });
  return { status, headers: Object.fromEntries(known), ...(body !== undefined && { body }) };
}
