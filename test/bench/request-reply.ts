import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { requester } from '@spillway/chassis';
import { createTopics } from '@spillway/chassis/testing';
import type { System } from '@spillway/local';
import { Agent } from 'undici';
import { operatorClient } from '../demo/operator-client';
import { percentile } from '../load/statistics';
import { amount, Echo, topicNames } from './echo-command';
import { type Figure, load } from './report';
import { repeat, withSystem } from './with-system';

type Ask = () => Promise<unknown>;

interface Run {
  readonly perSecond: number;
  readonly ms: readonly number[];
}

/** `callers` ask again as soon as they have their answer. */
async function closedLoop(ask: Ask, callers: number, seconds: number): Promise<Run> {
  const ms: number[] = [];
  const began = performance.now();
  const end = began + seconds * 1_000;
  const caller = async () => {
    for (let asked = performance.now(); asked < end; asked = performance.now()) {
      await ask();
      ms.push(performance.now() - asked);
    }
  };
  await Promise.all(Array.from({ length: callers }, caller));
  return { perSecond: (ms.length / (performance.now() - began)) * 1_000, ms };
}

interface Aims {
  readonly p50?: number;
  readonly perSecond?: number;
  readonly p99?: number;
}

async function figures(way: string, ask: Ask, aims: Aims): Promise<Figure[]> {
  await closedLoop(ask, 32, 3); // warm
  const single = await repeat(3, () => closedLoop(ask, 1, 4));
  const loadOfOne = load();
  const many = await repeat(3, () => closedLoop(ask, 32, 5));
  const atMost = (value?: number) => value && { aim: { atMost: value } };
  return [
    {
      name: `${way}, one at a time, p50`,
      unit: 'ms',
      runs: single.map(({ ms }) => percentile(ms, 0.5)),
      ...atMost(aims.p50),
      load: loadOfOne,
    },
    {
      name: `${way}, 32 at once`,
      unit: 'requests/s',
      runs: many.map(({ perSecond }) => perSecond),
      ...(aims.perSecond && { aim: { atLeast: aims.perSecond } }),
      load: load(),
    },
    {
      name: `${way}, 32 at once, p99`,
      unit: 'ms',
      runs: many.map(({ ms }) => percentile(ms, 0.99)),
      ...atMost(aims.p99),
    },
  ];
}

async function echoService(system: System): Promise<{ url: string; stop(): Promise<void> }> {
  const env = { PATH: process.env.PATH, PORT: '0', HOST: '127.0.0.1', KAFKA_BROKERS: system.kafka.brokers };
  const child = fork(join(__dirname, 'echo-service.js'), { env: { ...env, LOG_LEVEL: 'warn' } });
  const ended = once(child, 'exit');
  const [said] = await Promise.race([once(child, 'message'), ended.then(() => [])]);
  if (!said) throw new Error('the service of the measured handler did not start');
  return {
    url: `http://127.0.0.1:${said.port}/echo`,
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

function httpCall(url: string): { ask: Ask; close(): Promise<void> } {
  const { origin, pathname: path } = new URL(url);
  const agent = new Agent({ connections: 32 });
  const headers = { 'content-type': 'application/json' };
  const ask = async () => {
    const answer = await agent.request({ origin, path, method: 'POST', headers, body: JSON.stringify(amount) });
    const body = await answer.body.json();
    if (answer.statusCode !== 200) throw new Error(`the handler answered ${answer.statusCode}`);
    return body;
  };
  return { ask, close: () => agent.close() };
}

/** The same handler asked over Kafka and over HTTP; its process, the broker and the asker share the cores. */
export async function requestReply(): Promise<Figure[]> {
  return withSystem([], {}, async (system) => {
    const kafka = operatorClient(system);
    await createTopics(Object.values(topicNames), { partitions: 12, config: kafka.config });
    await createTopics([`${topicNames.commands}-bench-dlq`], { partitions: 1, config: kafka.config });
    const service = await echoService(system);
    const asking = requester({ kafka, replyTopic: topicNames.replies });
    const direct = httpCall(service.url);
    await kafka.start?.(() => undefined);
    await asking.start?.(() => undefined);
    try {
      const overKafka = () => asking.send(Echo, amount, { timeoutMs: 30_000 });
      return [
        ...(await figures('request over Kafka', overKafka, { p50: 2, perSecond: 3_000, p99: 25 })),
        ...(await figures('the same over HTTP', direct.ask, {})),
      ];
    } finally {
      await asking.stop?.();
      await kafka.stop?.();
      await direct.close();
      await service.stop();
    }
  });
}
