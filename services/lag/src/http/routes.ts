import { Type } from '@sinclair/typebox';
import { type Route, route } from '@spillway/chassis';
import { ageOf } from '../lag/metrics';
import type { GroupLateness, Watcher } from '../lag/watch';

const Partition = Type.Object({
  topic: Type.String(),
  partition: Type.Integer(),
  lag: Type.Integer({ description: 'messages not settled' }),
  ageSeconds: Type.Optional(Type.Number({ description: 'of the oldest of them; absent when it is not known' })),
  stalled: Type.Boolean(),
});

const Group = Type.Object({
  group: Type.String(),
  state: Type.String(),
  members: Type.Integer(),
  lag: Type.Integer(),
  ageSeconds: Type.Optional(Type.Number()),
  partitions: Type.Array(Partition),
});

function answerOf({ partitions, ...group }: GroupLateness) {
  const rows = partitions.map((late) => {
    const ageSeconds = ageOf(late);
    const { topic, partition, lag, stalled } = late;
    return { topic, partition, lag: Number(lag), stalled, ...(ageSeconds !== undefined && { ageSeconds }) };
  });
  const ages = rows.flatMap(({ ageSeconds }) => (ageSeconds === undefined ? [] : [ageSeconds]));
  const areKnown = rows.length > 0 && ages.length === rows.length; // the oldest may be the one that is not known
  return {
    ...group,
    lag: rows.reduce((sum, { lag }) => sum + lag, 0),
    ...(areKnown && { ageSeconds: Math.max(...ages) }),
    partitions: rows,
  };
}

export const lagRoutes = (watcher: Pick<Watcher, 'current'>): Route[] => [
  route({
    method: 'get',
    path: '/lag',
    summary: 'How late every group is, as far as it is known',
    answers: { 200: Type.Object({ groups: Type.Array(Group) }) },
    handle: async () => ({ status: 200, body: { groups: watcher.current().map(answerOf) } }),
  }),
];
