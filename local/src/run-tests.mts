// make test: every check there is, stage by stage, with times; the very last line is `N passed, N failed`.
// Runs from source, because the first stage is what compiles everything else.
//   node local/src/run-tests.mts [--full] [package…]
// With --full also what a package tests in full beside its tests of every day: jest.full.config.js.
// Nothing is skipped in silence: a stage that cannot start, a suite without tests and a skipped test count as failed.

import { spawn } from 'node:child_process';
import { createWriteStream, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { packages } from './build.mts';

const root = resolve(import.meta.dirname, '../..');
const results = join(root, '.local', 'test');
const say = (line: string) => process.stdout.write(`${line}\n`);

interface Count {
  passed: number;
  failed: number;
}

interface Stage {
  name: string;
  /** Runs it; everything it says goes into the log file. */
  run(log: string): Promise<Count>;
}

const nameOf = (folder: string) => (folder === 'test' ? 'end-to-end' : basename(folder));

/** Tests that cross services bring their own systems, or need none. */
const ownSystems = (folder: string) => folder === 'test' || folder.startsWith('test/') || folder === 'grafana';

/** A library and a service are tested alone, beside what local/ brings: nothing else has to be built for that. */
function builtFor(chosen: readonly { folder: string }[]): string[] {
  const folders = chosen.map(({ folder }) => folder);
  return folders.every((folder) => /^(libs|services)\//.test(folder)) ? [...folders, 'local'] : [];
}

/** Contracts are pure: nothing is started for them. */
const needsStack = (folder: string) => folder !== 'libs/contracts';

const fullConfig = 'jest.full.config.js';

function inFull(folders: readonly string[]): Stage[] {
  const having = folders.filter((folder) => existsSync(join(root, folder, fullConfig)));
  if (having.length === 0) throw new Error(`no ${fullConfig} in ${folders.join(', ')}`);
  return having.map((folder) => jest(`${nameOf(folder)} in full`, folder, false, [`--config=${fullConfig}`]));
}

function stagesFor(wanted: string[], full: boolean): Stage[] {
  const all = packages();
  const chosen = all.filter(({ folder }) => wanted.length === 0 || wanted.includes(nameOf(folder)));
  const unknown = wanted.filter((name) => !all.some(({ folder }) => nameOf(folder) === name));
  if (unknown.length > 0) {
    throw new Error(
      `no package ${unknown.join(', ')}; there are ${all.map(({ folder }) => nameOf(folder)).join(', ')}`,
    );
  }
  const whole = wanted.length === 0;
  return [
    command('install and build', [process.execPath, 'local/src/build.mts', ...builtFor(chosen)]),
    ...(whole ? [command('format and lint', ['node_modules/.bin/biome', 'ci', '--colors=off'])] : []),
    ...chosen
      .filter(({ scripts }) => scripts.types)
      .map(({ folder }) => command(`types: ${nameOf(folder)}`, ['npm', 'run', '--silent', 'types'], folder)),
    // What a package's tests need besides npm packages; says what is missing where it cannot be had.
    ...chosen
      .filter(({ scripts }) => scripts.tools)
      .map(({ folder }) => command(`tools: ${nameOf(folder)}`, ['npm', 'run', '--silent', 'tools'], folder)),
    ...chosen
      .filter(({ folder }) => !ownSystems(folder))
      .map(({ folder }) => jest(nameOf(folder), folder, needsStack(folder))),
    ...chosen.filter(({ folder }) => ownSystems(folder)).map(({ folder }) => jest(nameOf(folder), folder, false)),
    ...(full ? inFull(chosen.map(({ folder }) => folder)) : []),
  ];
}

/** A stage that is one check: it passes or it does not. */
function command(name: string, [program = '', ...args]: string[], folder = ''): Stage {
  return {
    name,
    async run(log) {
      const code = await start(program, args, join(root, folder), log);
      return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
    },
  };
}

/** A package's tests, beside a fresh Kafka and PostgreSQL where it needs them. */
function jest(name: string, folder: string, stack: boolean, options: readonly string[] = []): Stage {
  return {
    name: `test: ${name}`,
    async run(log) {
      const report = `${log}.json`;
      rmSync(report, { force: true });
      const args = ['node_modules/jest/bin/jest.js', '--forceExit', '--json', `--outputFile=${report}`, ...options];
      const before = stack ? [join(root, 'local/dist/with-stack.js'), '--', process.execPath] : [];
      const code = await start(process.execPath, [...before, ...args], join(root, folder), log);
      if (!existsSync(report)) return { passed: 0, failed: 1 };
      return countOf(JSON.parse(readFileSync(report, 'utf8')), code);
    },
  };
}

interface JestReport {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  numRuntimeErrorTestSuites: number;
}

function countOf(report: JestReport, code: number | null): Count {
  const { numPassedTests: passed, numPendingTests, numTodoTests, numFailedTests, numRuntimeErrorTestSuites } = report;
  const failed = numFailedTests + numRuntimeErrorTestSuites + numPendingTests + numTodoTests;
  if (numPendingTests + numTodoTests > 0) say(`    ${numPendingTests + numTodoTests} skipped, counted as failed`);
  // An exit code that says more than the numbers do: a handle left open, a coverage threshold, no tests at all.
  return { passed, failed: failed === 0 && (code !== 0 || passed === 0) ? 1 : failed };
}

// What is said goes into files, and from there into this log: colours would only be in the way.
const env = { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0' };

function start(program: string, args: string[], cwd: string, log: string): Promise<number | null> {
  return new Promise((done) => {
    const output = createWriteStream(log, { flags: 'w' });
    const child = spawn(program, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    running = child;
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => output.write(chunk));
    // Nothing may hang for ever: what takes this long has failed.
    const limit = setTimeout(() => child.kill('SIGTERM'), 15 * 60_000);
    child.once('error', (error) => output.end(`${error.message}\n`, () => done(127)));
    child.once('close', (code) => {
      clearTimeout(limit);
      output.end(() => done(code));
    });
  });
}

let running: ReturnType<typeof spawn> | undefined;
let interrupted = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    interrupted = true;
    running?.kill(signal);
  });
}

const seconds = (from: number) => `${((Date.now() - from) / 1000).toFixed(1)} s`;

async function runStage(stage: Stage): Promise<Count> {
  const log = join(results, `${stage.name.replace(/\W+/g, '-')}.log`);
  const started = Date.now();
  const still = setInterval(() => say(`    ${stage.name}: still at it (${seconds(started)})`), 30_000);
  const count = await stage.run(log);
  clearInterval(still);
  const good = count.failed === 0;
  const numbers = `${count.passed} passed${good ? '' : `, ${count.failed} failed`}`;
  say(`${good ? '✓' : '✗'} ${stage.name.padEnd(24)} ${seconds(started).padStart(8)}   ${numbers}`);
  if (!good)
    say(
      `${readFileSync(log, 'utf8').trimEnd().split('\n').slice(-150).join('\n').replace(/^/gm, '    ')}\n    (all of it: ${log})`,
    );
  return count;
}

async function main(): Promise<void> {
  const started = Date.now();
  mkdirSync(results, { recursive: true });
  const total = { passed: 0, failed: 0 };
  const given = process.argv.slice(2);
  const stages = stagesFor(
    given.filter((word) => word !== '--full'),
    given.includes('--full'),
  );
  for (const [index, stage] of stages.entries()) {
    const count = await runStage(stage);
    total.passed += count.passed;
    total.failed += count.failed;
    // What is not built cannot be tested: all that would follow has failed.
    const stop = interrupted || (index === 0 && count.failed > 0);
    if (!stop) continue;
    const left = stages.slice(index + 1);
    for (const { name } of left) say(`✗ ${name.padEnd(24)}   not run`);
    total.failed += left.length;
    break;
  }
  say(`${stages.length} stages in ${seconds(started)}`);
  say(`${total.passed} passed, ${total.failed} failed`);
  process.exit(total.failed === 0 && !interrupted ? 0 : 1);
}

await main();
