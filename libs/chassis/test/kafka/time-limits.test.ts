import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Event } from '@spillway/contracts';
import { eventually } from '../../src/testing';
import { anEvent } from './support/events';
import { record, type Scene, scene } from './support/scene';

type Numbered = Event<string, { n: number }>;

let stage: Scene;
beforeEach(async () => {
  stage = await scene();
});
afterEach(() => stage.end());

const numbered = (count: number) =>
  Array.from({ length: count }, (_, n) => anEvent(stage.topic.name, `key-${n % 5}`, { n }));

describe('a dependency that takes connections and answers nobody', () => {
  let server: Server;
  let url: string;
  let isSilent: boolean;
  const held: ServerResponse[] = [];
  beforeEach(async () => {
    isSilent = true;
    server = createServer((_, response) => (isSilent ? void held.push(response) : void response.end()));
    await once(server.listen(0, '127.0.0.1'), 'listening');
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(() => server.close().closeAllConnections());

  it('is waited for where the client has a time limit of its own: no dead letters, order kept', async () => {
    const dead = await stage.collect(stage.deadLetterTopic);
    const tried = new Map<number, number>();
    const prepare = async ({ data }: Numbered, { signal }: { signal: AbortSignal }) => {
      tried.set(data.n, (tried.get(data.n) ?? 0) + 1);
      await fetch(url, { signal: AbortSignal.any([signal, AbortSignal.timeout(50)]) });
    };
    await stage.member({ Counted: { ...record, prepare } }, { config: { maxAttempts: 2 } });
    await stage.publish(numbered(5));
    await eventually(() => Math.max(0, ...tried.values()) > 4); // more often than what fails by itself
    isSilent = false;
    await stage.publish(numbered(10).slice(5));
    const effects = await stage.settled(10);
    expect(effects.filter(({ key }) => key === 'key-3').map(({ n }) => n)).toEqual([3, 8]);
    expect(dead.messages).toEqual([]);
  });
});

it('ends a remote half that never ends: it is dead-lettered, and its partition goes on', async () => {
  const dead = await stage.collect(stage.deadLetterTopic);
  const prepare = ({ data }: Numbered) => (data.n === 0 ? new Promise<void>(() => {}) : Promise.resolve());
  await stage.member({ Counted: { ...record, prepare } }, { config: { maxAttempts: 2, processingTimeout: 200 } });
  await stage.publish(numbered(10));
  await stage.settled(9);
  expect(dead.messages).toMatchObject([{ key: 'key-0', headers: { 'dlq-reason': 'timeout', 'dlq-attempts': '2' } }]);
});
