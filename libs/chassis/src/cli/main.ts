#!/usr/bin/env node
import { parseArgs } from 'node:util';
import { kafkaConfig, readEnvironment } from '../config';
import { kafkaClient } from '../kafka';
import { commands, usage } from './commands';
import { UsageError } from './usage-error';

const options = {
  help: { type: 'boolean', short: 'h' },
  limit: { type: 'string' },
  topic: { type: 'string', multiple: true },
  from: { type: 'string' },
  json: { type: 'boolean' },
} as const;

async function main(argv: string[]): Promise<void> {
  const { values, positionals } = parseArgs({ args: argv, options, allowPositionals: true });
  const [name = '', ...rest] = positionals;
  if (values.help || name === '') return void process.stdout.write(usage());
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command) throw new UsageError(`there is no command '${name}'`);
  const config = readEnvironment({ KAFKA_BROKERS: '127.0.0.1:9092', LOG_LEVEL: 'error', ...process.env }, (from) =>
    kafkaConfig(from, { service: 'spillway-cli' }),
  );
  const client = kafkaClient(config);
  try {
    const { rows, summary } = await command.run(client, rest, values);
    process.stdout.write(
      values.json
        ? `${JSON.stringify(rows)}\n`
        : [...rows.map((row) => Object.values(row).join('\t')), summary, ''].join('\n'),
    );
  } finally {
    await client.stop?.();
  }
}

main(process.argv.slice(2)).catch((error: unknown) => {
  const message = error instanceof Error ? error.message : String(error);
  const isUsage = error instanceof UsageError || (error instanceof TypeError && 'code' in error);
  process.stderr.write(`spillway: ${message}\n${isUsage ? `\n${usage()}` : ''}`);
  process.exitCode = isUsage ? 2 : 1;
});
