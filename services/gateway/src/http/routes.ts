import { Type } from '@sinclair/typebox';
import { type Route, route, type Tx } from '@spillway/chassis';

export const routes = (db: Tx): Route[] => [
  route({
    method: 'get',
    path: '/gateway',
    summary: 'How many there are',
    answers: { 200: Type.Object({ count: Type.Integer() }) },
    handle: async () => {
      const [row] = await db.query<{ count: number }>(
        'SELECT count(*)::int AS count FROM gateway',
        [],
        'count_gateway',
      );
      return { status: 200, body: { count: row?.count ?? 0 } };
    },
  }),
];
