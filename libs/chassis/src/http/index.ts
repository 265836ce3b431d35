export { fromCursor, toCursor } from './cursor';
export { etagOf, isKnown, requireMatch } from './etag';
export { cleanText, Identifier } from './fields';
export { idempotencyKey } from './idempotency-key';
export { type Mistake, Problem, type ProblemExtra } from './problem';
export { type Answer, type Method, type Route, type RouteRequest, route } from './route';
export { type HttpOptions, http } from './server';
