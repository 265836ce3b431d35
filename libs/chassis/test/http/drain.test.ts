import { Agent, request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { type Route, route } from '../../src';
import { eventually } from '../../src/testing/eventually';
import { everything, open, serve } from './support';

const work: Route = route({
  method: 'get',
  path: '/work',
  summary: 'Takes a moment',
  answers: { 200: 'done' },
  async handle() {
    await delay(Math.random() * 10);
    return { status: 200, body: { done: true } };
  },
});

type Outcome = 'answered' | 'refused' | `lost: ${string}`;

/** One request on a kept-alive connection. A connection that is refused was never accepted; anything else without an answer is lost. */
function ask(port: number, agent: Agent): Promise<{ outcome: Outcome; closing: boolean }> {
  return new Promise((resolve) => {
    const sent = request({ port, host: '127.0.0.1', path: '/work', agent }, (answer) => {
      answer.resume();
      answer.on('end', () => resolve({ outcome: 'answered', closing: answer.headers.connection === 'close' }));
    });
    sent.on('error', (error: NodeJS.ErrnoException) => {
      resolve({ outcome: error.code === 'ECONNREFUSED' ? 'refused' : `lost: ${error.code}`, closing: true });
    });
    sent.end();
  });
}

it('loses no request when it is stopped under load, and tells every client to go elsewhere', async () => {
  const server = await serve([work], { HTTP_DRAIN_GRACE_MS: '500' });
  const agent = new Agent({ keepAlive: true, maxSockets: 32 });
  const outcomes: Outcome[] = [];
  let saidClose = 0;
  const client = async () => {
    for (;;) {
      const { outcome, closing } = await ask(server.port, agent);
      outcomes.push(outcome);
      if (outcome === 'answered' && closing) saidClose++;
      if (outcome !== 'answered') return;
    }
  };
  const clients = Array.from({ length: 32 }, client);
  await eventually(() => outcomes.length > 500);
  await server.stop();
  await Promise.all(clients);
  agent.destroy();

  expect(outcomes.filter((outcome) => outcome.startsWith('lost'))).toEqual([]);
  expect(outcomes.filter((outcome) => outcome === 'refused')).toHaveLength(32);
  expect(saidClose).toBeGreaterThan(0);
});

it('closes idle connections after their grace, and finishes a request that arrives within it', async () => {
  const server = await serve([work], { HTTP_DRAIN_GRACE_MS: '400' });
  const idle = await open(server.port);
  const late = await open(server.port);
  const stopped = server.stop();
  late.write('GET /work HTTP/1.1\r\nhost: x\r\n\r\n');
  expect((await everything(late)).toLowerCase()).toMatch(/^http\/1\.1 200 [\s\S]*connection: close/);
  expect(await everything(idle)).toBe('');
  await stopped;
});

it('says at once that it is not ready any more', async () => {
  let finish: () => void = () => {};
  const gate = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const held = { ...work, path: '/held', handle: () => gate.then(() => ({ status: 200 })) };
  const server = await serve([held, work]);
  const connection = await open(server.port);
  connection.write('GET /held HTTP/1.1\r\nhost: x\r\n\r\n');
  const probe = await open(server.port);
  const stopped = server.stop();
  probe.write('GET /readyz HTTP/1.1\r\nhost: x\r\n\r\n');
  const answer = await everything(probe);
  expect(answer).toMatch(/^HTTP\/1\.1 503 /);
  expect(answer).toContain('"lifecycle":"the process is stopping"');
  finish();
  expect(await everything(connection)).toMatch(/^HTTP\/1\.1 200 /);
  await stopped;
});

it('names the port and the variable when the port is taken', async () => {
  const server = await serve([work]);
  await expect(serve([work], { PORT: String(server.port) })).rejects.toThrow(
    `Port ${server.port} is in use by another process; PORT chooses a different one`,
  );
  await server.stop();
});
