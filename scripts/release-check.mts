// Which packages have changed since their version, and why: what release-please would propose once this is on main.
//   scripts/with-node node scripts/release-check.mts [folder of the repository]
// A version begins at the commit that wrote it. What commits since then say (Conventional Commits) names the next one.

import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

const root = resolve(process.argv[2] ?? join(import.meta.dirname, '..'));

interface Config {
  packages: Record<string, { component: string }>;
  plugins?: { type: string; components?: string[] }[];
}

/** Folders that are released together under one version: a service and its chart. */
interface Release {
  name: string;
  folders: string[];
  version: string;
}

const read = (file: string) => JSON.parse(readFileSync(join(root, file), 'utf8'));
const git = (...args: string[]): string => execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim();

function releases(): Release[] {
  const { packages, plugins = [] }: Config = read('release-please-config.json');
  const versions: Record<string, string> = read('.release-please-manifest.json');
  const folders = Object.keys(packages);
  const groupOf = (folder: string): string => {
    const { component = folder } = packages[folder] ?? {};
    return plugins.find(({ components }) => components?.includes(component))?.components?.[0] ?? component;
  };
  return [...new Set(folders.map(groupOf))].sort().map((name) => {
    const own = folders.filter((folder) => groupOf(folder) === name);
    return { name, folders: own, version: versions[own[0] ?? ''] ?? 'none' };
  });
}

/** The commit that gave the release the version it has: the one that wrote that line of the manifest. */
function beginOf({ folders: [folder = ''], version }: Release): string | undefined {
  const line = `"${folder}": "${version}"`;
  const written = git('log', '--format=%H', '--reverse', `-S${line}`, '--', '.release-please-manifest.json');
  return written.split('\n').filter(Boolean).at(-1);
}

interface Change {
  subject: string;
  body: string;
}

/** Commits since then that touch more than a changelog. */
function changesOf(release: Release): Change[] {
  const begin = beginOf(release);
  const except = release.folders.map((folder) => `:(exclude)${folder}/CHANGELOG.md`);
  const range = begin ? [`${begin}..HEAD`] : ['HEAD'];
  const log = git('log', '--format=%s%x00%b%x01', ...range, '--', ...release.folders, ...except);
  return log.split('\x01').flatMap((entry) => {
    const [subject = '', body = ''] = entry.trim().split('\0');
    return subject ? [{ subject, body }] : [];
  });
}

const isBreaking = ({ subject, body }: Change) =>
  /^\w+(\(.*?\))?!:/.test(subject) || /^BREAKING[ -]CHANGE:/m.test(body);
const isA =
  (type: string) =>
  ({ subject }: Change) =>
    new RegExp(`^${type}(\\(.*?\\))?:`).test(subject);

/** Before 1.0.0 a breaking change raises the minor version (bump-minor-pre-major). Nothing where nothing is to be released. */
function next(version: string, changes: Change[]): string | undefined {
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number);
  if (changes.some(isBreaking)) return major === 0 ? `0.${minor + 1}.0` : `${major + 1}.0.0`;
  if (changes.some(isA('feat'))) return `${major}.${minor + 1}.0`;
  // What stands in a changelog is released; docs, tests, builds and refactorings wait for the next that does.
  if (changes.some(isA('(fix|perf|deps|revert)'))) return `${major}.${minor}.${patch + 1}`;
  return undefined;
}

/** Libraries that npm copies into a package, as the names of their releases. */
function libsOf({ folders }: Release, all: readonly Release[]): string[] {
  const files = folders.map((folder) => join(folder, 'package.json')).filter((file) => existsSync(join(root, file)));
  return files.flatMap((file) => {
    const specifiers: string[] = Object.values(read(file).dependencies ?? {});
    const libs = specifiers.filter((each) => each.startsWith('file:')).map((each) => each.slice('file:'.length));
    const paths = libs.map((lib) => relative(root, resolve(root, dirname(file), lib)));
    return all.filter((release) => release.folders.some((folder) => paths.includes(folder))).map(({ name }) => name);
  });
}

const say = (line: string) => process.stdout.write(`${line}\n`);
const all = releases();
const changes = new Map(all.map((release) => [release.name, changesOf(release)]));

for (const release of all) {
  const { name, version, folders } = release;
  const own = changes.get(name) ?? [];
  const raised = next(version, own);
  const what =
    own.length === 0 ? 'unchanged' : `${own.length} commits since, ${raised ? `next ${raised}` : 'none to release'}`;
  say(`${name.padEnd(16)} ${version.padEnd(8)} ${what}   (${folders.join(', ')})`);
  for (const { subject } of own.slice(0, 10)) say(`    ${subject}`);
  if (own.length > 10) say(`    and ${own.length - 10} more`);
  // A library's change reaches a service when it is built anew, but nobody raises the service's version for it.
  const stale = libsOf(release, all).filter((lib) => next('0.0.0', changes.get(lib) ?? []));
  if (stale.length > 0 && !raised)
    say(`    copies ${stale.join(' and ')}, to be released: give it a commit of its own to follow`);
}
