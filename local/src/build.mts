// Installs and compiles what has changed since the last time, in the order of the packages' dependencies on each other.
// Runs from source and needs nothing but Node: it is what makes everything else runnable.
//   node local/src/build.mts [--root-only] [--quiet] [folder…]
// With folders of packages (services/payments) only these and what they depend on.

import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');
const quiet = process.argv.includes('--quiet');
const say = (line: string) => quiet || process.stderr.write(`build: ${line}\n`);

interface Package {
  /** Folder, as seen from the root; empty for the root itself. */
  folder: string;
  /** Folders of our own libraries that it copies into its node_modules, dependencies of dependencies included. */
  libs: string[];
  scripts: Record<string, string>;
  /** What a copy of it consists of. */
  files: string[];
}

/** All packages, each after those it depends on. */
export function packages(): Package[] {
  const folders = globSync(
    [
      'libs/*/package.json',
      'local/package.json',
      'grafana/package.json',
      'services/*/package.json',
      'test/package.json',
      'test/docs/package.json',
      'test/manifests/package.json',
    ],
    { cwd: root },
  ).map((file) => dirname(file));
  const found = new Map(folders.map((folder) => [folder, readPackage(folder)]));
  const ordered: Package[] = [];
  const visit = (folder: string) => {
    const entry = found.get(folder);
    if (!entry || ordered.includes(entry)) return;
    for (const lib of entry.libs) visit(lib);
    entry.libs = [...new Set(entry.libs.flatMap((lib) => [...(found.get(lib)?.libs ?? []), lib]))];
    ordered.push(entry);
  };
  for (const folder of [...found.keys()].sort()) visit(folder);
  return ordered;
}

function readPackage(folder: string): Package {
  const json = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
  const specifiers: string[] = Object.values({ ...json.devDependencies, ...json.dependencies });
  const libs = specifiers
    .filter((specifier) => specifier.startsWith('file:'))
    .map((specifier) => relative(root, resolve(root, folder, specifier.slice('file:'.length))));
  return { folder, libs, scripts: json.scripts ?? {}, files: json.files ?? [] };
}

/** npm ci, but only when the lock has changed since the last one. */
async function install({ folder }: Pick<Package, 'folder'>): Promise<void> {
  const at = join(root, folder);
  const stamp = join(at, 'node_modules', '.installed');
  const state = hashOf([join(at, 'package.json'), join(at, 'package-lock.json'), join(at, '.npmrc')]);
  if (read(stamp) === state) return;
  const npm = (what: string, ...args: string[]) =>
    step(`${folder || 'root'}: ${what}`, at, 'npm', [...args, '--no-audit', '--no-fund', '--loglevel=error']);
  try {
    await npm('npm ci', 'ci');
  } catch (error) {
    // A lock that is missing or behind must not keep anybody from working; said aloud, because it has to be mended.
    if (!(error as Error).message.includes('code EUSAGE')) throw error;
    await npm('package-lock.json does not fit package.json; npm install instead', 'install', '--no-save');
  }
  writeFileSync(stamp, state);
}

/** npm copies our libraries instead of linking them: brings the copies up to what was built last. */
async function refreshLibs(entry: Package): Promise<void> {
  for (const lib of entry.libs) {
    const { files } = readPackage(lib);
    const built = read(join(root, lib, 'dist', '.built'));
    const name = `@spillway/${basename(lib)}`;
    const copies = globSync([`node_modules/${name}`, `node_modules/@spillway/*/node_modules/${name}`], {
      cwd: join(root, entry.folder),
    });
    for (const copy of copies.map((path) => join(root, entry.folder, path))) {
      if (read(join(copy, 'dist', '.built')) === built) continue;
      for (const file of ['package.json', ...files]) {
        rmSync(join(copy, file), { recursive: true, force: true });
        if (existsSync(join(root, lib, file))) await cp(join(root, lib, file), join(copy, file), { recursive: true });
      }
    }
  }
}

/** npm run build, but only when a source, a setting or a library has changed since the last one. */
async function compile({ folder, libs, scripts }: Package): Promise<void> {
  if (!scripts.build) return;
  const at = join(root, folder);
  const sources = globSync([`${sourcesOf(at)}**/*`, '*.json', '.npmrc'], {
    cwd: at,
    // test/docs and test/manifests are packages of their own.
    exclude: ['**/node_modules/**', 'dist/**', 'docs/**', 'manifests/**'],
  }).map((file) => join(at, file));
  const settings = [join(root, 'libs/chassis/tsconfig.base.json')];
  const built = libs.map((lib) => join(root, lib, 'dist', '.built'));
  const stamp = join(at, 'dist', '.built');
  const state = hashOf([...sources, ...settings, ...built]);
  if (read(stamp) === state) return;
  await step(`${folder}: compiling`, at, 'npm', ['run', '--silent', 'build']);
  removeOrphans(at);
  writeFileSync(stamp, state);
}

/** Where a package's sources are: in src/, or, as in test/, in folders of its root. */
const sourcesOf = (at: string): string => (existsSync(join(at, 'src')) ? 'src/' : '');

/** What was compiled from a file that is gone would still be found by require, and run by nobody's wish. */
function removeOrphans(at: string): void {
  for (const file of globSync('dist/**/*.{js,mjs}', { cwd: at })) {
    const source = file.replace(/^dist\//, sourcesOf(at)).replace(/\.(m?)js$/, '.$1ts');
    if (existsSync(join(at, source))) continue;
    const stem = join(at, file.replace(/\.m?js$/, ''));
    for (const end of ['.js', '.mjs', '.js.map', '.mjs.map', '.d.ts', '.d.mts'])
      rmSync(`${stem}${end}`, { force: true });
  }
}

function hashOf(files: string[]): string {
  const hash = createHash('sha256').update(process.version);
  for (const file of files.sort())
    hash
      .update(relative(root, file))
      .update('\0')
      .update(read(file) ?? '');
  return hash.digest('hex');
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'EISDIR') return undefined;
    throw error;
  }
}

/** Runs a command that may take a while; what it says is shown only if it fails. */
async function step(what: string, cwd: string, command: string, args: string[]): Promise<void> {
  say(what);
  const started = Date.now();
  const still = setInterval(() => say(`${what}, still at it (${Math.round((Date.now() - started) / 1000)} s)`), 15_000);
  const output: string[] = [];
  const child = spawn(command, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => output.push(String(chunk)));
  const code = await new Promise<number | null>((done, fail) => child.once('close', done).once('error', fail));
  clearInterval(still);
  if (code !== 0) throw new Error(`${what}: failed (${command} ${args.join(' ')})\n${output.join('').trim()}`);
}

/** Two builds of one tree at once would compile into each other's feet: the second waits. */
async function alone(work: () => Promise<void>): Promise<void> {
  const lock = join(root, '.local', 'build.lock');
  mkdirSync(dirname(lock), { recursive: true });
  for (let told = false; ; told = true) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' });
      break;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      if (!isRunning(Number(read(lock)))) rmSync(lock, { force: true });
      else if (!told) say(`waiting for another build (process ${read(lock)})`);
      await new Promise((resume) => setTimeout(resume, 200));
    }
  }
  try {
    await work();
  } finally {
    rmSync(lock, { force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    return pid > 0 && process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** The packages in these folders and all that they depend on; all there are when no folder is named. */
function wanted(folders: readonly string[]): Package[] {
  const all = packages();
  const named = all.filter(({ folder }) => folders.includes(folder));
  if (named.length < folders.length) {
    throw new Error(
      `no package in one of ${folders.join(', ')}; they are in ${all.map((each) => each.folder).join(', ')}`,
    );
  }
  const needed = new Set(named.flatMap(({ folder, libs }) => [folder, ...libs]));
  return folders.length === 0 ? all : all.filter(({ folder }) => needed.has(folder));
}

async function build(): Promise<void> {
  const started = Date.now();
  await install({ folder: '' });
  if (process.argv.includes('--root-only')) return;
  for (const entry of wanted(process.argv.slice(2).filter((word) => !word.startsWith('--')))) {
    await install(entry);
    await refreshLibs(entry);
    await compile(entry);
  }
  say(`up to date (${((Date.now() - started) / 1000).toFixed(1)} s)`);
}

if (import.meta.main) {
  alone(build).catch((error: Error) => {
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  });
}
