import { Type } from '@sinclair/typebox';
import { Problem, type Route, route, Transient } from '../../src';
import { Overloaded } from '../../src/database/coalesce/overloaded';

const Thing = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 20 }),
    count: Type.Optional(Type.Integer({ minimum: 0 })),
    tags: Type.Optional(Type.Array(Type.String())),
  },
  { additionalProperties: false },
);

const failure = (path: string, make: () => Error): Route =>
  route({
    method: 'get',
    path,
    summary: 'fails',
    answers: { 200: 'never' },
    handle() {
      throw make();
    },
  });

/** One route for every way a request can go. */
export const routes: Route[] = [
  route({
    method: 'post',
    path: '/things',
    summary: 'Make a thing',
    body: Thing,
    answers: { 201: Thing },
    handle: ({ body, id, traceparent, tracestate }) => ({
      status: 201,
      body: { ...body, id, traceparent, tracestate },
      headers: { location: `/things/${body.name}` },
    }),
  }),
  route({
    method: 'get',
    path: '/things',
    summary: 'Some things',
    query: Type.Object(
      {
        limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 10 })),
        hidden: Type.Optional(Type.Boolean()),
        status: Type.Optional(Type.Array(Type.String())),
      },
      { additionalProperties: false },
    ),
    answers: { 200: Type.Unknown() },
    handle: ({ query }) => ({ status: 200, body: query }),
  }),
  route({
    method: 'get',
    path: '/things/:id',
    summary: 'One thing',
    params: Type.Object({ id: Type.String({ pattern: '^[a-z]+$' }) }),
    answers: { 200: Thing },
    handle: ({ params }) => ({ status: 200, body: { name: params.id }, headers: { etag: '"1"' } }),
  }),
  route({
    method: 'delete',
    path: '/things/:id',
    summary: 'No more thing',
    answers: { 204: 'gone' },
    handle: () => ({ status: 204 }),
  }),
  route({
    method: 'post',
    path: '/anything',
    summary: 'Takes any JSON',
    body: Type.Unknown(),
    answers: { 200: 'its type' },
    handle: ({ body }) => ({
      status: 200,
      body: { type: typeof body, proto: ({} as Record<string, unknown>).polluted },
    }),
  }),
  failure('/bug', () => new Error('password=hunter2 in table secrets')),
  failure('/full', () => new Overloaded('orders', 10)),
  failure('/down', () => new Transient('the broker does not answer')),
  failure(
    '/refused',
    () => new Error('query failed', { cause: Object.assign(new Error('no'), { code: 'ECONNREFUSED' }) }),
  ),
  failure(
    '/conflict',
    () => new Problem(409, 'ILLEGAL_TRANSITION', 'Shipped cannot be cancelled', { legal: ['delivered'] }),
  ),
  failure('/unsendable', () => new Problem(400, 'bad', 'x', { headers: { 'x-bad': 'line\nbreak' } })),
];
