import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startSystem } from '@spillway/local';
import { describe } from '../checker/main';
import { moodyProvider } from '../system/moody-provider';
import { withoutLimits } from '../system/without-limits';
import { runChaos } from './run';

const say = (line: string) => void process.stdout.write(`${line}\n`);

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      orders: { type: 'string', default: '20000' },
      rate: { type: 'string', default: '400' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) {
    say(
      'chaos: places orders while every part of the system is killed or restarted once, then lets the checker judge.\n  --orders N (20000)  --rate PER_SECOND (400)',
    );
    return 0;
  }
  const dataDir = mkdtempSync(join(tmpdir(), 'spillway-chaos-'));
  const system = await startSystem({ dataDir, ports: 'random', env: { ...moodyProvider, ...withoutLimits } });
  let sound = false;
  try {
    const { verdict } = await runChaos({
      system,
      orders: Number(values.orders),
      ratePerSecond: Number(values.rate),
      say,
    });
    say(describe(verdict));
    sound = verdict.findings.length === 0;
    return sound ? 0 : 1;
  } finally {
    await system.stop();
    if (sound) await rm(dataDir, { recursive: true, force: true });
    else say(`logs and data: ${dataDir}`);
  }
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`chaos: ${error instanceof Error ? error.stack : String(error)}\n`);
    process.exit(1);
  },
);
