// Locks the examples of new versions. What is locked already stays as it is: that version was released.
const { writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { registry } = require('../dist');
const { brokenPromises } = require('../dist/compatibility/broken-promises');
const { jsonSchema } = require('../dist/compatibility/json-schema');
const { fingerprint, lockFile, readStored } = require('../dist/compatibility/stored');

const folder = join(__dirname, '../examples');
const { examples, lock } = readStored(folder);
const added = [...registry.values()].filter(({ type, version }) => {
  const name = `${type}/${version}`;
  return examples.has(name) && !lock.has(name);
});
const entries = added.map(({ type, version, schema }) => {
  const name = `${type}/${version}`;
  return [name, { example: fingerprint(examples.get(name)), schema: jsonSchema(schema) }];
});
const sorted = [...lock, ...entries].sort(([a], [b]) => a.localeCompare(b, 'en', { numeric: true }));
writeFileSync(lockFile(folder), `${JSON.stringify(Object.fromEntries(sorted), null, 2)}\n`);

for (const [name] of entries) process.stdout.write(`locked ${name}\n`);
const broken = brokenPromises(registry, readStored(folder));
for (const promise of broken) process.stderr.write(`${promise}\n`);
process.exitCode = broken.length > 0 ? 1 : 0;
