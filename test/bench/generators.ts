import { execFile, spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { orderBody } from '../load/order-body';
import type { OpenLoopResult } from '../load/timings';

const run = promisify(execFile);
const testFolder = resolve(__dirname, '../..');

export interface ClosedLoop {
  perSecond: number;
  p50Ms: number;
  p99Ms: number;
  /** Answers that were not 2xx, and requests without an answer. */
  failed: number;
}

const hasWrk = () => spawnSync('wrk', ['--version']).error === undefined;

/** What makes the load, in words: its processor time is missing to what is measured. */
export const generators = (): string =>
  hasWrk()
    ? 'load: wrk (closed loop) and our own sockets (open loop)'
    : 'load: autocannon (closed loop) and our own sockets (open loop). wrk is not installed (apt install wrk, brew install wrk):\n' +
      'autocannon takes about four times its processor time a request, and the figures in orders/s are lower by that';

/** Every connection sends as soon as it has its answer. wrk where it is installed (it costs least), else autocannon. */
export const closedLoop = (url: string, connections: number, seconds: number): Promise<ClosedLoop> =>
  hasWrk()
    ? wrk(url, [`-c${connections}`, `-d${seconds}s`])
    : autocannon(url, ['-c', String(connections), '-d', String(seconds)]);

const milliseconds = (text: string): number => {
  const [, value, unit] = /([\d.]+)(us|ms|s)/.exec(text) ?? [];
  return Number(value) * ({ us: 0.001, ms: 1, s: 1000 }[unit ?? ''] ?? Number.NaN);
};

const wrkArguments = (url: string, options: readonly string[], script: readonly string[] = []): string[] => {
  const program = resolve(testFolder, 'load/post-order.lua');
  return ['-t1', ...options, '--latency', '-s', program, url, '--', ...script];
};

async function wrk(url: string, options: readonly string[]): Promise<ClosedLoop> {
  const { stdout } = await run('wrk', wrkArguments(url, options));
  const find = (pattern: RegExp) => pattern.exec(stdout)?.[1] ?? '';
  return {
    perSecond: Number(find(/Requests\/sec:\s+([\d.]+)/)),
    p50Ms: milliseconds(find(/^\s+50%\s+(\S+)/m)),
    p99Ms: milliseconds(find(/^\s+99%\s+(\S+)/m)),
    failed:
      Number(find(/Non-2xx or 3xx responses: (\d+)/) || 0) +
      [...stdout.matchAll(/(?:connect|read|write|timeout) (\d+)/g)].reduce((sum, [, n]) => sum + Number(n), 0),
  };
}

interface AutocannonResult {
  requests: { average: number };
  latency: { p50: number; p99: number };
  non2xx: number;
  errors: number;
}

async function autocannon(url: string, options: string[]): Promise<ClosedLoop> {
  const program = require.resolve('autocannon');
  const args = [
    program,
    '--json',
    '-m',
    'POST',
    '-H',
    'content-type=application/json',
    '-b',
    orderBody(1),
    ...options,
    `${url}/orders`,
  ];
  const { stdout } = await run(process.execPath, args, { maxBuffer: 32 << 20 });
  const result = JSON.parse(stdout) as AutocannonResult;
  return {
    perSecond: result.requests.average,
    p50Ms: result.latency.p50,
    p99Ms: result.latency.p99,
    failed: result.non2xx + result.errors,
  };
}

/** So many orders, as fast as they are taken; of wrk those that were under way when the last was answered may come on top. */
export async function burst(url: string, count: number): Promise<void> {
  if (hasWrk()) await run('wrk', wrkArguments(url, ['-c64', '-d120s'], [String(count)]));
  else await autocannon(url, ['-c', '64', '-a', String(count)]);
}

interface OpenLoopOptions {
  readonly connections?: number;
  /** Also lists the accepted orders, each with the time it was due. */
  readonly ids?: boolean;
}

/** Requests at fixed times, whatever the answers do; in a process of its own. */
export async function openLoop(
  url: string,
  rate: number,
  seconds: number,
  { connections = 128, ids = false }: OpenLoopOptions = {},
): Promise<OpenLoopResult> {
  const options = { url, rate, seconds, connections };
  const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const program = resolve(__dirname, '../load/main.js');
  const { stdout } = await run(process.execPath, [program, ...args, ...(ids ? ['--ids'] : [])], { maxBuffer: 1 << 30 });
  return JSON.parse(stdout) as OpenLoopResult;
}
