import { setTimeout as delay } from 'node:timers/promises';
import { route } from '../../src';
import { eventually } from '../../src/testing/eventually';
import { type Running, serve } from './support';

let server: Running;
let entered = 0;
let letGo: () => void = () => {};
const gate = new Promise<void>((resolve) => {
  letGo = resolve;
});

beforeAll(async () => {
  const held = route({
    method: 'get',
    path: '/held',
    summary: 'Waits',
    answers: { 200: 'done' },
    async handle() {
      entered++;
      await gate;
      return { status: 200, body: 'done' };
    },
  });
  server = await serve([held], { HTTP_MAX_CONCURRENT: '5', HTTP_RETRY_AFTER_SECONDS: '7' });
});
afterAll(() => server.stop());

it('works on as many requests as it may, refuses the rest at once, and is never too busy for probes', async () => {
  const inside = Array.from({ length: 5 }, () => fetch(`${server.url}/held`));
  await eventually(() => entered === 5);

  const refused = await Promise.race([fetch(`${server.url}/held`), delay(1_000)]);
  expect(refused?.status).toBe(503);
  expect(refused?.headers.get('retry-after')).toBe('7');
  expect(await refused?.json()).toMatchObject({ code: 'overloaded', status: 503 });
  for (const probe of ['/livez', '/readyz', '/metrics']) expect((await fetch(server.url + probe)).status).toBe(200);

  letGo();
  expect((await Promise.all(inside)).map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
  expect((await fetch(`${server.url}/held`)).status).toBe(200);
});
