import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { releaseLock, takeLock, withLock } from '../src/lock';
import { isAlive } from '../src/processes/alive';
import { startChild } from '../src/processes/child';
import { startReady } from '../src/processes/start-ready';
import { until } from '../src/until';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'spillway-test-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const shell = (script: string) => ({
  name: 'it',
  command: 'sh',
  args: ['-c', script],
  logFile: join(folder, 'it.log'),
});
const gone = (pid: number) => until(`process ${pid} is gone`, async () => !isAlive(pid), { timeoutMs: 15_000 });

it('insists with SIGKILL on a process that does not listen, children included', async () => {
  const child = startChild(shell(`trap '' TERM; sleep 1000 & echo $! > ${folder}/grandchild; while :; do wait; done`));
  await until('the grandchild runs', async () => Number(readFileSync(`${folder}/grandchild`, 'utf8')) > 0);
  await child.stop({ timeoutMs: 100 });

  expect(await child.exited).toBeNull();
  await gone(Number(readFileSync(`${folder}/grandchild`, 'utf8')));
});

it('tells with the last lines of its log why a process did not become ready, and leaves none behind', async () => {
  const never = async () => false;
  await expect(startReady(shell('echo no such luck; exit 3'), 'it answers', never)).rejects.toMatchObject({
    code: 'PROCESS_ENDED',
    message: 'it ended (3) before it answers:\nno such luck',
  });
});

it('says that a program is not there', async () => {
  const child = startChild({ ...shell(''), command: 'no-such-program' });
  expect(await child.exited).toBe(127);
});

it('leaves no process behind when it is killed itself', async () => {
  const program = `
    const { startChild } = require(${JSON.stringify(join(__dirname, '../dist/processes/child.js'))});
    const child = startChild({ name: 'x', command: 'sleep', args: ['1000'], logFile: '${folder}/x.log' });
    console.log(child.pid);
    setInterval(() => undefined, 1000);`;
  const parent = startChild({ ...shell(''), command: process.execPath, args: ['-e', program] });
  await until('it has a child', async () => Number(readFileSync(parent.logFile, 'utf8')) > 0);
  const pid = Number(readFileSync(parent.logFile, 'utf8'));
  expect(isAlive(pid)).toBe(true);
  process.kill(parent.pid, 'SIGKILL');

  await gone(pid);
});

describe('a lock file', () => {
  it('is taken once, and names its holder', () => {
    const file = join(folder, 'lock');
    expect(takeLock(file)).toBeUndefined();
    expect(takeLock(file)).toBe(process.pid);
    releaseLock(file);
    expect(takeLock(file)).toBeUndefined();
  });

  it('is taken over from a process that has died', async () => {
    const file = join(folder, 'lock');
    const holder = startChild(shell('sleep 1000'));
    const { writeFileSync } = await import('node:fs');
    const start = readFileSync(`/proc/${holder.pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ')[19];
    writeFileSync(file, `${holder.pid} ${start}`);
    expect(takeLock(file)).toBe(holder.pid);
    await holder.stop();
    expect(takeLock(file)).toBeUndefined();
  });

  it('lets one at a time through', async () => {
    let inside = 0;
    let most = 0;
    const work = async () => {
      most = Math.max(most, ++inside);
      await new Promise((resume) => setImmediate(resume));
      inside -= 1;
    };
    await Promise.all([1, 2, 3].map(() => withLock(join(folder, 'lock'), work)));
    expect(most).toBe(1);
  });
});
