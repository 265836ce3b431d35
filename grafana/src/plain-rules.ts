import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { plainRules, ruleFiles } from './alerts/files';

// node dist/plain-rules.js <folder>: writes the rules there as Prometheus itself reads them, where no operator does it.

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('usage: plain-rules.js <folder>');
mkdirSync(folder, { recursive: true });
for (const [name, groups] of Object.entries(ruleFiles()))
  writeFileSync(join(folder, `${name}.yaml`), plainRules(groups));
