import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

const children: ChildProcess[] = [];
afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
});

async function start(env: Record<string, string> = {}) {
  const child = fork(join(__dirname, 'child.ts'), {
    execArgv: ['--require', join(__dirname, 'run-typescript.cjs')],
    env: { PATH: process.env.PATH, PORT: '0', HOST: '127.0.0.1', LOG_LEVEL: 'info', LOG_FORMAT: 'json', ...env },
    silent: true,
  });
  children.push(child);
  const output = child.stdout ? text(child.stdout) : Promise.resolve('');
  const [{ port, sdkLoaded }] = await once(child, 'message');
  const lines = async () =>
    (await output)
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
  return { child, url: `http://127.0.0.1:${port}`, lines, sdkLoaded };
}

it('on SIGTERM finishes what it has begun, logs in JSON, and exits with 0', async () => {
  const { child, url, lines, sdkLoaded } = await start();
  const answer = fetch(`${url}/slow`);
  await once(child, 'message');
  child.kill('SIGTERM');
  const [code] = await once(child, 'exit');
  expect((await answer).status).toBe(200);
  expect(code).toBe(0);
  expect(sdkLoaded).toBe(false);
  const all = await lines();
  expect(all.map(({ message }) => message)).toEqual(['listening', 'ready', 'stopping', 'stopped']);
  expect(all[2]).toMatchObject({
    level: 'info',
    service: 'child',
    version: '1.2.3',
    component: 'lifecycle',
    why: 'SIGTERM',
  });
  expect(Date.parse(all[0].time)).not.toBeNaN();
});

it('exits with 1 at its deadline, naming the part that did not stop', async () => {
  const { child, lines } = await start({ STUCK: '1', SHUTDOWN_TIMEOUT_MS: '300' });
  child.kill('SIGINT');
  expect(await once(child, 'exit')).toEqual([1, null]);
  expect((await lines()).at(-1)).toMatchObject({ level: 'error', unfinished: expect.arrayContaining(['stuck']) });
});

it('exits with 1 after an error nobody caught, having stopped in order and said why', async () => {
  const { child, url, lines } = await start();
  await fetch(`${url}/throw-later`);
  expect(await once(child, 'exit')).toEqual([1, null]);
  const all = await lines();
  expect(all.find(({ level }) => level === 'error')).toMatchObject({
    error: { message: 'uncaught', stack: expect.any(String) },
  });
  expect(all.at(-1)).toMatchObject({ message: 'stopped' });
});

it('does not start with a wrong environment, and shows every mistake', async () => {
  const child = fork(join(__dirname, 'child.ts'), {
    execArgv: ['--require', join(__dirname, 'run-typescript.cjs')],
    env: { PATH: process.env.PATH, PORT: 'http', LOG_LEVEL: 'loud', SHUTDOWN_TIMEOUT_MS: '-1' },
    silent: true,
  });
  children.push(child);
  const errors = child.stderr ? text(child.stderr) : Promise.resolve('');
  expect(await once(child, 'exit')).toEqual([1, null]);
  for (const name of ['PORT', 'LOG_LEVEL', 'SHUTDOWN_TIMEOUT_MS']) expect(await errors).toContain(`${name}: must be`);
});
