import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';

const lifecycleTests = join(__dirname, '../lifecycle');

it('sends what it has recorded to the collector before the process ends, and fetch joins in as a child', async () => {
  const received: { url: string | undefined; body: Buffer }[] = [];
  const collector = createServer(async (request, response) => {
    received.push({ url: request.url, body: await buffer(request) });
    response.end();
  }).listen(0, '127.0.0.1');
  await once(collector, 'listening');
  const endpoint = `http://127.0.0.1:${(collector.address() as AddressInfo).port}`;

  const child = fork(join(lifecycleTests, 'child.ts'), {
    execArgv: ['--require', join(lifecycleTests, 'run-typescript.cjs')],
    env: {
      PATH: process.env.PATH,
      PORT: '0',
      HOST: '127.0.0.1',
      LOG_LEVEL: 'silent',
      OTEL_EXPORTER_OTLP_ENDPOINT: endpoint,
      OTEL_TRACES_SAMPLER_ARG: '1',
      OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=test%20bed',
    },
  });
  const [{ port, sdkLoaded }] = await once(child, 'message');
  expect(sdkLoaded).toBe(true);
  const answer = await fetch(`http://127.0.0.1:${port}/fetch`);
  const { traceparent: seen, own } = (await answer.json()) as { traceparent: string; own: string };
  child.kill('SIGTERM');
  await once(child, 'exit');
  collector.close();

  expect(seen.slice(3, 35)).toBe(own.slice(3, 35));
  expect(seen).not.toBe(own);
  expect(received.map(({ url }) => url)).toContain('/v1/traces');
  const spans = Buffer.concat(received.map(({ body }) => body)).toString('latin1');
  for (const text of ['GET /fetch', 'service.name', 'child', 'test bed']) expect(spans).toContain(text);
});
