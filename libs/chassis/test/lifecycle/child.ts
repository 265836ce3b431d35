// A whole service in small, run as a process of its own by signals.test.ts.
import { setTimeout as delay } from 'node:timers/promises';
import { http, httpConfig, lifecycle, lifecycleConfig, readEnvironment, route } from '../../src';
import { telemetry, telemetryConfig } from '../../src/telemetry';

const identity = { service: 'child', version: '1.2.3' };
const config = readEnvironment(process.env, (from) => ({
  lifecycle: lifecycleConfig(from, identity),
  telemetry: telemetryConfig(from, identity),
  http: httpConfig(from),
}));

const slow = route({
  method: 'get',
  path: '/slow',
  summary: 'Takes a while',
  answers: { 200: 'done' },
  async handle() {
    process.send?.({ handling: true });
    await delay(300);
    return { status: 200, body: { done: true } };
  },
});
const throws = route({
  method: 'get',
  path: '/throw-later',
  summary: 'Breaks the process from the outside of any request',
  answers: { 202: 'will' },
  handle() {
    setTimeout(() => {
      throw new Error('uncaught');
    });
    return { status: 202 };
  },
});

const fetches = route({
  method: 'get',
  path: '/fetch',
  summary: 'Asks itself what trace context a client of this process sends',
  answers: { 200: 'both contexts' },
  async handle({ traceparent: own, headers }) {
    const answer = await fetch(`http://${headers.host}/echo`);
    return { status: 200, body: { own, traceparent: await answer.json() } };
  },
});
const echo = route({
  method: 'get',
  path: '/echo',
  summary: 'The trace context it was sent',
  answers: { 200: 'traceparent' },
  handle: ({ headers }) => ({ status: 200, body: headers.traceparent ?? null }),
});

const app = lifecycle(config.lifecycle);
app.add(telemetry(config.telemetry));
if (process.env.STUCK) app.add({ name: 'stuck', stop: () => new Promise(() => {}) });
const server = app.add(
  http({
    config: config.http,
    routes: [slow, throws, fetches, echo],
    lifecycle: app,
    title: 'Child',
    version: '1.2.3',
  }),
);
void app.run().then(() =>
  process.send?.({
    port: server.port(),
    sdkLoaded: Object.keys(require.cache).some((file) => file.includes('sdk-trace')),
  }),
);
