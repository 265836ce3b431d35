import { parseArgs } from 'node:util';
import { database, plainKafka } from '@spillway/chassis';
import { subscriptions } from '@spillway/contracts';
import { readConfig } from './config';
import { rebuild } from './rebuild/rebuild';

// node dist/rebuild.js [--restart]: builds the projections anew from the topics, beside those that are served, and switches.

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { restart: { type: 'boolean', default: false } } });
  const config = readConfig(process.env);
  const db = database(config.database);
  const say = (line: string) => void process.stdout.write(`${line}\n`);
  try {
    await rebuild({
      db,
      kafka: plainKafka(config.kafka),
      topics: subscriptions.analytics,
      restart: values.restart,
      say,
    });
  } finally {
    await db.stop?.();
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`rebuild: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
