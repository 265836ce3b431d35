import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

const chassis = join(__dirname, '../..');
const end = { method: 'GET', route: '/readyz', seconds: 0.001, id: 'r-1', traceparent: undefined };

/** Levels and messages of the lines that a request leaves, or many, in a process of its own: jest's is silent. */
function lines(status: number, error: string, times = 1): string[] {
  const script = `
    const { logRequest } = require('${chassis}/src/http/request-log');
    for (let time = 0; time < ${times}; time++) logRequest({ ...${JSON.stringify(end)}, status: ${status} }, ${error});`;
  const loader = join(chassis, 'test/lifecycle/run-typescript.cjs');
  const env = { PATH: process.env.PATH, LOG_FORMAT: 'json' };
  const said = execFileSync(process.execPath, ['-r', loader, '-e', script], { cwd: chassis, env, encoding: 'utf8' });
  return said
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line))
    .map(({ level, message, status: told }) => `${level} ${message} ${told}`);
}

it.each([
  [200, 'undefined', []],
  [404, `new Error('none')`, ['info request refused 404']],
  [500, `new Error('broken')`, ['error request failed 500']],
  [503, 'undefined', []], // "not ready" is an answer, not a failure
])('%s with %s', (status, error, expected) => {
  expect(lines(status, error)).toEqual(expected);
});

it('says at most ten times in a second that the same is refused', () => {
  expect(lines(404, `new Error('none')`, 500)).toHaveLength(10);
});
