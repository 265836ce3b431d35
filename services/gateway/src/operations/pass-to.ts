import { type TObject, Type } from '@sinclair/typebox';
import type { OperationFor, OperationRequest } from '../access/operation';
import { described } from '../openapi/described';
import { askBecauseOf, passBack, passingHeaders, pathOf } from '../targets/forward';
import type { Target } from '../targets/target';

export interface PassOptions {
  /** Runs first, and throws what keeps the request from being passed on. */
  readonly check?: (request: OperationRequest) => Promise<void> | void;
  /** Parameters, of the path there or of the query, that the caller does not decide: they replace what he sent, and are not shown to him. */
  readonly fixed?: Readonly<Record<string, (request: OperationRequest) => string>>;
}

/** Passes a request on to a service: the operation at `path` there, the same one unless said, checked and shown as described there. */
export const passTo =
  (target: Target, there?: string, { check, fixed = {} }: PassOptions = {}): OperationFor =>
  (method, here) => {
    const path = there ?? here;
    const { params: inPath, query: inQuery, ...rest } = described(target.name, method, path);
    const fixedNames = Object.keys(fixed);
    const names = new Set(Object.keys(inQuery?.properties ?? {}));
    return {
      ...rest,
      ...(inPath && { params: Type.Omit(inPath as TObject, fixedNames) }),
      ...(inQuery && { query: Type.Omit(inQuery as TObject, fixedNames) }),
      async handle(request) {
        await check?.(request);
        const { params, query, body } = request;
        const decided = Object.fromEntries(fixedNames.map((name) => [name, fixed[name]?.(request)]));
        // What the service does not know of stays here, and what the caller does not decide is not his to say.
        const asked = Object.entries({ ...Object(query), ...decided }).filter(([name]) => names.has(name));
        const filled = pathOf(path, { ...Object(params), ...decided }, Object.fromEntries(asked));
        return passBack(
          await askBecauseOf(request, target, {
            method: method.toUpperCase(),
            path: filled,
            headers: { ...passingHeaders(request), 'x-client-address': request.address() },
            ...(body !== undefined && { body }),
          }),
        );
      },
    };
  };
