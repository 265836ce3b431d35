import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

const chassis = join(__dirname, '../..');

/** Runs a script in a process of its own: the logger reads its settings once per process. */
async function output(script: string, env: Record<string, string> = {}): Promise<string> {
  const preamble = `const { logger } = require('${chassis}/src/telemetry/logger'); const log = logger('part');`;
  const child = spawn(
    process.execPath,
    ['-r', join(chassis, 'test/lifecycle/run-typescript.cjs'), '-e', preamble + script],
    {
      cwd: chassis,
      env: { PATH: process.env.PATH, OTEL_SERVICE_NAME: 'shop', ...env },
    },
  );
  const [out, problems] = [text(child.stdout), text(child.stderr)];
  await once(child, 'exit');
  expect(await problems).toBe('');
  return (await out).trim();
}

it('writes one JSON object a line, in a fixed order', async () => {
  const line = await output(`log.info('it works', { count: 3 })`);
  const parsed = JSON.parse(line);
  expect(Object.keys(parsed)).toEqual(['time', 'level', 'service', 'version', 'component', 'message', 'count']);
  expect(parsed).toMatchObject({ level: 'info', service: 'shop', component: 'part', message: 'it works', count: 3 });
});

it('spells errors out: code, stack and the chain of causes', async () => {
  const line = await output(`
    const cause = Object.assign(new Error('refused'), { code: 'ECONNREFUSED' });
    log.error('no', { error: new TypeError('outer', { cause }) })`);
  expect(JSON.parse(line).error).toMatchObject({
    name: 'TypeError',
    message: 'outer',
    stack: expect.stringContaining('TypeError: outer'),
    causes: [{ name: 'Error', message: 'refused', code: 'ECONNREFUSED' }],
  });
});

it('survives circular causes, circular fields and big integers', async () => {
  const lines = await output(`
    const error = new Error('a'); error.cause = error;
    const loop = {}; loop.loop = loop;
    log.warn('one', { error }); log.warn('two', { loop }); log.warn('three', { big: 12n })`);
  const [one, two, three] = lines.split('\n').map((line) => JSON.parse(line));
  expect(one.error.causes).toHaveLength(8);
  expect(two).toMatchObject({ message: 'two', unserialisable: expect.stringContaining('circular') });
  expect(three.big).toBe('12');
});

it('joins a line with its trace', async () => {
  const line = await output(
    `log.info('x', { traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' })`,
  );
  expect(JSON.parse(line)).toMatchObject({ trace_id: '0af7651916cd43dd8448eb211c80319c', span_id: 'b7ad6b7169203331' });
  expect(JSON.parse(line).traceparent).toBeUndefined();
});

it('writes what LOG_LEVEL lets through', async () => {
  const all = `for (const level of ['error', 'warn', 'info', 'debug']) log[level](level)`;
  const levels = (lines: string) =>
    lines
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line).level);
  expect(levels(await output(all, { LOG_LEVEL: 'warn' }))).toEqual(['error', 'warn']);
  expect(levels(await output(all, { LOG_LEVEL: 'debug' }))).toHaveLength(4);
  expect(await output(all, { LOG_LEVEL: 'silent' })).toBe('');
});

it('is for people where LOG_FORMAT says so', async () => {
  const lines = await output(
    `log.error('broke', { order: 7, error: Object.assign(new Error('why'), { code: 'E_X' }) })`,
    {
      LOG_FORMAT: 'pretty',
    },
  );
  expect(lines).toContain('\u001b[31merror\u001b[0m');
  expect(lines).toContain('broke');
  expect(lines).toMatch(/\[E_X\]\n\s+Error: why/);
  expect(lines).not.toContain('{"');
});

it('writes debug lines from one SIGUSR2 to the next', async () => {
  const lines = await output(
    `const { levelBySignal } = require('${chassis}/src/telemetry/level-by-signal');
     levelBySignal();
     const step = (name) => { log.debug(name); log.warn(name); log.error(name); };
     process.on('SIGUSR2', () => step('then'));
     step('first');
     const alive = setTimeout(() => {}, 60_000);
     process.kill(process.pid, 'SIGUSR2');
     process.once('SIGUSR2', () => setImmediate(() => {
       process.once('SIGUSR2', () => clearTimeout(alive));
       process.kill(process.pid, 'SIGUSR2');
     }));`,
    { LOG_LEVEL: 'error' },
  );
  const said = lines.split('\n').map((line) => JSON.parse(line));
  expect(said.map(({ level, message }) => `${level} ${message}`)).toEqual([
    'error first',
    'info SIGUSR2: the log level changes',
    'debug then',
    'warn then',
    'error then',
    'info SIGUSR2: the log level changes',
    'error then',
  ]);
});
