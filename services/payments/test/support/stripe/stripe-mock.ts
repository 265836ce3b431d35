import { execFile, spawn } from 'node:child_process';
import { access, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';

const version = 'v0.203.0';
const run = promisify(execFile);

/** Stripe's own mock server: it checks requests against Stripe's OpenAPI description and keeps nothing. */
export async function startStripeMock(): Promise<{ url: string; stop(): Promise<void> }> {
  const server = spawn(await stripeMock(), ['-http-addr', '127.0.0.1:'], { stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = new Promise<void>((resolve) => server.once('exit', () => resolve()));
  const address = await new Promise<string>((resolve, reject) => {
    createInterface(server.stdout).on('line', (line) => {
      const found = /Listening for HTTP at address: (\S+)/.exec(line);
      if (found?.[1]) resolve(found[1]);
    });
    server.once('error', reject);
    server.once('exit', (code) => reject(new Error(`stripe-mock ended with ${code}`)));
  });
  return {
    url: `http://${address}`,
    async stop() {
      server.kill();
      await exited;
    },
  };
}

/** The program; built once per machine from its Go module, because Stripe publishes it in no package registry of ours. */
async function stripeMock(): Promise<string> {
  const folder = join(process.env.SPILLWAY_CACHE || join(homedir(), '.cache/spillway'), 'bin');
  const program = join(folder, `stripe-mock-${version}`);
  if (await exists(program)) return program;

  await mkdir(folder, { recursive: true });
  const building = await mkdtemp(join(folder, 'building-'));
  try {
    const env = { ...process.env, GOBIN: building };
    await run(await go(), ['install', `github.com/stripe/stripe-mock@${version}`], { env });
    await rename(join(building, 'stripe-mock'), program); // at once, so nobody ever sees half a program
  } finally {
    await rm(building, { recursive: true, force: true });
  }
  return program;
}

async function go(): Promise<string> {
  for (const candidate of ['go', '/usr/local/go/bin/go']) {
    try {
      await run(candidate, ['version']);
      return candidate;
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
    }
  }
  throw new Error(
    'The Stripe adapter is tested against stripe-mock, which is built with Go, and no go is on the PATH: ' +
      'install Go 1.21 or newer (https://go.dev/dl), then run the test again.',
  );
}

const exists = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  );
