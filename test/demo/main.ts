import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSystem } from '@spillway/local';
import { steps } from './steps';
import { tell } from './story';

/** Starts a system of its own, tells the story on it, and takes everything away again. */
async function main(): Promise<number> {
  const dataDir = mkdtempSync(join(tmpdir(), 'spillway-demo-'));
  process.stdout.write('starting Kafka, PostgreSQL (payments gets a server of its own), mail catcher and services …\n');
  const system = await startSystem({
    dataDir,
    ports: 'random',
    separatePostgresFor: ['payments'],
  });
  const stopAtSignal = () => void system.stop().then(() => process.exit(130));
  process.once('SIGINT', stopAtSignal);
  process.once('SIGTERM', stopAtSignal);
  const started = performance.now();
  let failed = -1;
  try {
    const story = steps(system);
    failed = await tell(story);
    const seconds = ((performance.now() - started) / 1000).toFixed(0);
    process.stdout.write(`\n${story.length - failed} of ${story.length} steps hold, ${seconds} s\n`);
    return failed === 0 ? 0 : 1;
  } finally {
    await system.stop();
    if (failed === 0) await rm(dataDir, { recursive: true, force: true });
    else process.stdout.write(`logs and data: ${dataDir}\n`);
  }
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`demo: ${error instanceof Error ? error.stack : String(error)}\n`);
    process.exit(1);
  },
);
