import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { plainRules, ruleFiles } from './alerts/files';
import { inFull, shortened } from './alerts/timing';

// node dist/plain-rules.js <folder> [factor]: writes the rules there as Prometheus itself reads them, where no operator does it.
// With a factor every time in them is shorter by it, down to 5 seconds.

const [folder, factor] = process.argv.slice(2);
if (folder === undefined) throw new Error('usage: plain-rules.js <folder> [factor]');
const time = factor === undefined ? inFull : shortened(Number(factor), 5);
mkdirSync(folder, { recursive: true });
for (const [name, groups] of Object.entries(ruleFiles(time)))
  writeFileSync(join(folder, `${name}.yaml`), plainRules(groups));
