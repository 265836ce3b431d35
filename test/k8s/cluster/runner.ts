import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { allTopics, subscriptions } from '@spillway/contracts';
import type { Verdict } from '../../checker/verdict';
import type { Cluster } from './kubectl';
import { parseManifests } from './manifests';
import { inRepository } from './repository';
import type { RunOptions } from './run';

/** What a run of the load generator came to. */
export interface LoadResult {
  accepted: number;
  /** Tries that had to be repeated: no answer, or one that leaves open what became of it. */
  repeats: number;
  startedAt: number;
  endedAt: number;
}

/** A load that goes on until it is told to end. */
export interface RunningLoad {
  end(): Promise<LoadResult>;
}

/** The pod inside the cluster that places orders, looks and judges. */
export interface Runner {
  run<T>(program: string, args?: readonly string[], options?: RunOptions): Promise<T>;
  startLoad(options: { accepted: string; rate: number; from: number }): RunningLoad;
  atRest(timeoutSeconds?: number): Promise<void>;
  verdict(accepted: readonly string[], baseline: string): Promise<Verdict>;
}

const pod = 'k8s-runner';
const deadLetters = allTopics()
  .map(({ name }) => name)
  .filter((name) => name.endsWith('-dlq'));

/** Puts the pod there anew. */
export async function startRunner(cluster: Cluster): Promise<Runner> {
  await cluster.kubectl(['delete', 'pod', pod, '--ignore-not-found', '--wait']);
  await cluster.apply(parseManifests(readFileSync(inRepository('test/k8s/runner/runner.yaml'), 'utf8')));
  await cluster.kubectl(['wait', '--for=condition=Ready', `pod/${pod}`, '--timeout=120s']);
  return runnerIn(cluster);
}

export function runnerIn(cluster: Cluster): Runner {
  const command = (program: string, args: readonly string[]) => [
    ...['exec', '--stdin', pod, '--', 'node', '--no-warnings', `dist/k8s/runner/${program}.js`],
    ...args,
  ];
  const run: Runner['run'] = async (program, args = [], options) =>
    JSON.parse(await cluster.kubectl(command(program, args), options));
  return {
    run,
    startLoad: ({ accepted, rate, from }) =>
      untilTold(cluster, command('load', ['--accepted', accepted, '--rate', String(rate), '--from', String(from)])),
    async atRest(timeoutSeconds = 180) {
      const groups = Object.entries(subscriptions).flatMap(([group, topics]) => [
        '--group',
        `${group}=${topics.map(({ name }) => name).join(',')}`,
      ]);
      await run('rest', [...groups, '--timeout', String(timeoutSeconds)]);
    },
    verdict: (accepted, baseline) =>
      run('verdict', [
        ...accepted.flatMap((file) => ['--accepted', file]),
        ...['--baseline', baseline],
        ...deadLetters.flatMap((topic) => ['--dead-letters', topic]),
      ]),
  };
}

/** The load ends when its standard input does. */
function untilTold(cluster: Cluster, args: string[]): RunningLoad {
  const child = spawn('kubectl', ['--context', cluster.context, '--namespace', cluster.namespace, ...args]);
  let [out, said] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    out += chunk;
  });
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    said += chunk;
  });
  const ended = new Promise<LoadResult>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve(JSON.parse(out) as LoadResult);
      else reject(new Error(`the load ended with ${code}: ${said.trim().split('\n').slice(-5).join('\n')}`));
    });
  });
  ended.catch(() => undefined); // read by end()
  return {
    end() {
      child.stdin.end();
      return ended;
    },
  };
}
