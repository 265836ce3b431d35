import { lifecycle, type Part } from '../../src/lifecycle';
import { eventually } from '../../src/testing/eventually';
import { testHost } from '../../src/testing/host';

const identity = { service: 'test', version: '0' };

function setUp({ shutdownTimeout = 1_000, shutdownDelay = 0 } = {}) {
  const host = testHost();
  const story: string[] = [];
  const app = lifecycle({ ...identity, shutdownTimeout, shutdownDelay }, host);
  const part = (name: string, more: Partial<Part> = {}): Part => ({
    name,
    start: () => void story.push(`start ${name}`),
    stop: () => void story.push(`stop ${name}`),
    ...more,
  });
  return { app, host, story, part };
}

it('starts in order, waits for each, and stops in reverse', async () => {
  const { app, story, part } = setUp();
  app.add(part('database'));
  app.add({
    name: 'kafka',
    async start() {
      await Promise.resolve();
      story.push('start kafka');
    },
    stop: () => void story.push('stop kafka'),
  });
  app.add(part('http'));
  await app.run();
  await app.stop('test');
  expect(story).toEqual(['start database', 'start kafka', 'start http', 'stop http', 'stop kafka', 'stop database']);
});

it('stops what had started when a part cannot start, rejects, and ends the process with 1', async () => {
  const { app, host, story, part } = setUp();
  app.add(part('database'));
  app.add(part('kafka', { start: () => Promise.reject(new Error('no broker')) }));
  app.add(part('http'));
  await expect(app.run()).rejects.toThrow('no broker');
  expect(story).toEqual(['start database', 'stop kafka', 'stop database']);
  expect(host.exits).toEqual([1]);
});

it('is ready only when every part is, and says which is not and why', async () => {
  const { app, part } = setUp();
  let why: string | undefined = 'no leader';
  app.add(part('relay', { notReady: () => why }));
  app.add(part('cache', { notReady: () => Promise.reject(new Error('cannot tell')) }));
  expect(await app.readiness()).toEqual({ ready: false, reasons: { lifecycle: 'the process is starting' } });
  await app.run();
  expect(await app.readiness()).toEqual({ ready: false, reasons: { relay: 'no leader', cache: 'cannot tell' } });
  why = undefined;
  expect((await app.readiness()).reasons).toEqual({ cache: 'cannot tell' });
  await app.stop('test');
  expect((await app.readiness()).reasons).toEqual({ lifecycle: 'the process is stopped' });
});

it('does not let a part that never answers hang the probe', async () => {
  const { app, part } = setUp();
  app.add(part('stuck', { notReady: () => new Promise(() => {}) }));
  await app.run();
  expect((await app.readiness()).reasons).toEqual({ stuck: 'gave no answer within 2000 ms' });
  await app.stop('test');
});

it('turns readiness off before anything stops, and waits for load balancers to notice', async () => {
  const { app, story, part } = setUp({ shutdownDelay: 100 });
  app.add(part('http'));
  await app.run();
  const since = performance.now();
  const stopped = app.stop('test');
  expect((await app.readiness()).reasons).toEqual({ lifecycle: 'the process is stopping' });
  expect(story).toEqual(['start http']);
  await stopped;
  expect(performance.now() - since).toBeGreaterThanOrEqual(95);
});

it('ends with 0 after a signal, once, however many signals come', async () => {
  const { app, host, story, part } = setUp();
  app.add(part('http'));
  await app.run();
  host.signal('SIGTERM');
  host.signal('SIGTERM');
  host.signal('SIGINT');
  await eventually(() => host.exits.length > 0);
  expect(host.exits).toEqual([0]);
  expect(story).toEqual(['start http', 'stop http']);
});

it('ends with 1 when a part fails later on, or an error is caught by nobody', async () => {
  for (const how of ['fail', 'uncaught'] as const) {
    const { app, host, story, part } = setUp();
    let fail: (error: Error) => void = () => {};
    app.add(part('database'));
    const start = (tell: typeof fail) => {
      fail = tell;
    };
    app.add(part('consumer', { start }));
    await app.run();
    if (how === 'fail') fail(new Error('crashed for good'));
    else host.throwUncaught(new Error('nobody expected this'));
    await eventually(() => host.exits.length > 0);
    expect(host.exits).toEqual([1]);
    expect(story).toEqual(['start database', 'stop consumer', 'stop database']);
  }
});

it('keeps its one deadline when a part does not stop, and ends with 1', async () => {
  jest.useFakeTimers();
  try {
    const { app, host, story, part } = setUp({ shutdownTimeout: 100 });
    app.add(part('database'));
    app.add(part('stuck', { stop: () => new Promise(() => {}) }));
    app.add(part('http'));
    await app.run();
    host.signal('SIGTERM');
    await jest.advanceTimersByTimeAsync(99);
    expect(host.exits).toEqual([]);
    await jest.advanceTimersByTimeAsync(1);
    expect(story).toEqual(['start database', 'start stuck', 'start http', 'stop http']);
    expect(host.exits).toEqual([1]);
  } finally {
    jest.useRealTimers();
  }
});

it('stops the others when a part throws while stopping', async () => {
  const { app, host, story, part } = setUp();
  app.add(part('database'));
  app.add(part('broken', { stop: () => Promise.reject(new Error('cannot')) }));
  await app.run();
  host.signal('SIGTERM');
  await eventually(() => host.exits.length > 0);
  expect([story, host.exits]).toEqual([['start database', 'start broken', 'stop database'], [1]]);
});

it('starts nothing more once it was told to stop', async () => {
  const { app, host, story, part } = setUp();
  let started: () => void = () => {};
  const slow = new Promise<void>((resolve) => {
    started = resolve;
  });
  app.add(part('slow', { start: () => slow }));
  app.add(part('next'));
  const running = app.run();
  host.signal('SIGTERM');
  await eventually(() => host.exits.length > 0);
  started();
  await running;
  expect([story, host.exits]).toEqual([['stop slow'], [0]]);
});
