// Writes services/gateway/openapi/<service>.json: what the services behind the gateway say of themselves, asked of the running ones.
//   node test/dist/openapi/main.js

import { writeFileSync } from 'node:fs';
import { startTemporarySystem } from '@spillway/local';
import { descriptionOf, fileOf, passedTo } from './descriptions';

async function write(): Promise<void> {
  const system = await startTemporarySystem({ services: passedTo });
  try {
    for (const name of passedTo) {
      writeFileSync(fileOf(name), await descriptionOf(system, name));
      process.stdout.write(`written: services/gateway/openapi/${name}.json\n`);
    }
  } finally {
    await system.stop();
  }
}

void write();
