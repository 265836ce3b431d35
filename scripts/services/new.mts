// Makes the frame of a new service: its folder, its chart and its line in local/. `make service NAME=loyalty PORT=3010` calls it.
//   node scripts/services/new.mts NAME PORT [DESCRIPTION]

import { spawnSync } from 'node:child_process';
import { existsSync, globSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { filled } from './files.mts';
import { read, readServices, root } from './list.mts';

const templates = 'scripts/services/templates/service';
const list = 'local/src/system/services.ts';
/** Whose package the new one's is made like: same tools, same versions. */
const model = 'services/payments';
/** What every service needs; the rest of the model's dependencies are its own. */
const common = /^@spillway\/|^@opentelemetry\/api$|^@sinclair\/typebox$|^express$|^prom-client$/;

const say = (line: string) => process.stdout.write(`${line}\n`);

function refuse(why: string): never {
  process.stderr.write(`new service: ${why}\n  make service NAME=loyalty PORT=3010\n`);
  process.exit(2);
}

function packageJson(name: string, description: string): string {
  const like = JSON.parse(read(`${model}/package.json`));
  const dependencies = Object.entries(like.dependencies).filter(([dependency]) => common.test(dependency));
  const own = {
    name: `@spillway/${name}`,
    version: '0.1.0',
    description,
    dependencies: Object.fromEntries(dependencies),
  };
  return `${JSON.stringify({ ...like, ...own }, null, 2)}\n`; // in the order of the model's keys
}

/** The model's lock: nothing newer comes in by the way. npm takes out what only the model needs. */
function packageLock(name: string): string {
  const lock = JSON.parse(read(`${model}/package-lock.json`));
  return `${JSON.stringify({ ...lock, name: `@spillway/${name}`, version: '0.1.0' }, null, 2)}\n`;
}

/** Path -> content of everything that is the new service's own. */
function filesOf(values: { name: string; table: string; port: string; description: string }): Record<string, string> {
  const { name, description } = values;
  const fromTemplates = globSync('**/*', { cwd: join(root, templates) })
    .filter((file) => statSync(join(root, templates, file)).isFile())
    .map((file) => {
      const to = file.startsWith('chart/') ? `charts/${name}/${file.slice(6)}` : `services/${name}/${file.slice(8)}`;
      return [filled(to, values), filled(read(`${templates}/${file}`), values)];
    });
  const asInModel = [
    '.npmrc',
    'tsconfig.json',
    'jest.config.js',
    'test/tsconfig.json',
    'src/main.ts',
    'src/migrate.ts',
  ];
  return {
    ...Object.fromEntries(fromTemplates),
    ...Object.fromEntries(asInModel.map((file) => [`services/${name}/${file}`, read(`${model}/${file}`)])),
    [`services/${name}/package.json`]: packageJson(name, description),
    [`services/${name}/package-lock.json`]: packageLock(name),
  };
}

const [name = '', port = '', description = `The ${name} service`] = process.argv.slice(2);
if (!/^[a-z][a-z0-9-]{1,30}$/.test(name)) refuse(`"${name}" is no name: small letters, digits and hyphens, 2 to 31`);
if (!/^[1-9]\d{3,4}$/.test(port) || Number(port) > 65_535) refuse(`"${port}" is no port from 1000 to 65535`);
if (existsSync(join(root, 'services', name)) || existsSync(join(root, 'charts', name)))
  refuse(`there is a ${name} already`);
const taken = (await readServices()).find((service) => service.port === Number(port));
if (taken) refuse(`port ${port} is ${taken.name}'s`);

const files = filesOf({ name, table: name.replaceAll('-', '_'), port, description });
for (const [path, content] of Object.entries(files)) {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), content);
  say(`written: ${path}`);
}
const key = name.includes('-') ? `'${name}'` : name;
writeFileSync(
  join(root, list),
  read(list).replace('} as const satisfies', `  ${key}: { port: ${port} },\n} as const satisfies`),
);
say(`written: ${list}`);

say('locking its dependencies');
const npm = spawnSync('npm', ['install', '--package-lock-only'], {
  cwd: join(root, 'services', name),
  stdio: 'inherit',
});
process.exitCode = npm.status ?? 1;
