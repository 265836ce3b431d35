import {
  copyFileSync,
  cpSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { root } from '../../manifests/paths';
import { run } from '../../manifests/run';

/** Inside the tree, because hard links end at a file system. */
const at = join(root, '.local/guide');

/**
 * A copy of the tree as it lies here, what is not committed included, in a repository of its own. What is installed and built comes
 * along, so nothing has to be done twice; only the tests of the whole tree stay behind.
 */
export async function copyOfTree(): Promise<string> {
  rmSync(at, { recursive: true, force: true });
  for (const file of await listed('--cached', '--others', '--exclude-standard')) {
    if (!existsSync(join(root, file))) continue; // deleted, and still in the index
    mkdirSync(dirname(join(at, file)), { recursive: true });
    copyFileSync(join(root, file), join(at, file));
  }
  const ignored = await listed('--others', '--ignored', '--exclude-standard', '--directory');
  for (const path of ignored.map((each) => each.replace(/\/$/, ''))) bring(path);
  await git(at, 'init', '--quiet');
  await git(at, 'add', '.');
  await commit(at, 'the tree');
  return at;
}

/** What git says in a tree. @throws when it says no */
export async function git(tree: string, ...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await run('git', args, { cwd: tree });
  if (code !== 0) throw new Error(`git ${args.join(' ')}: ${stderr}`);
  return stdout;
}

const identity = ['-c', 'user.name=Guide', '-c', 'user.email=guide@example.com', '-c', 'commit.gpgsign=false'];

export const commit = (tree: string, message: string): Promise<string> =>
  git(tree, ...identity, 'commit', '--quiet', '-m', message);

const listed = async (...which: string[]): Promise<string[]> =>
  [...new Set((await git(root, 'ls-files', '-z', ...which)).split('\0'))].filter(Boolean);

/** Installed packages are linked: npm and the build replace files there, and write into none. What is built is copied. */
function bring(path: string): void {
  const [from, to] = [join(root, path), join(at, path)];
  if (path === '.tools') symlinkSync(from, to);
  else if (path === '.local') bringIfThere(join(from, 'helm-deps'), join(to, 'helm-deps'));
  else if (basename(path) !== 'node_modules') cpSync(from, to, { recursive: true });
  else if (!path.startsWith('test/')) link(from, to);
}

function bringIfThere(from: string, to: string): void {
  if (existsSync(from)) cpSync(from, to, { recursive: true });
}

function link(from: string, to: string): void {
  mkdirSync(to);
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) link(source, target);
    else if (entry.isSymbolicLink()) symlinkSync(readlinkSync(source), target);
    else if (entry.name === '.installed')
      copyFileSync(source, target); // the build does write into that one
    else linkSync(source, target);
  }
}
