import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { requester } from '@spillway/chassis';
import { createTopics } from '@spillway/chassis/testing';
import type { System } from '@spillway/local';
import { Agent } from 'undici';
import { operatorClient } from '../demo/operator-client';
import { type Ask, askedFigures } from './asked';
import { amount, Echo, topicNames } from './echo-command';
import type { Figure } from './report';
import { withSystem } from './with-system';

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
        ...(await askedFigures('request over Kafka', overKafka, { p50: 2, perSecond: 3_000, p99: 25 })),
        ...(await askedFigures('the same over HTTP', direct.ask, {})),
      ];
    } finally {
      await asking.stop?.();
      await kafka.stop?.();
      await direct.close();
      await service.stop();
    }
  });
}
