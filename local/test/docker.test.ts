import { chmodSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dockerCanRun } from '../src/kafka/docker-broker';
import { temporaryFolder } from '../src/temporary-folder';

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** A docker that knows these commands, and fails at all others. */
function dockerThatKnows(...commands: readonly string[]): string {
  const program = join(folder, 'docker');
  const cases = commands.map((command) => `${command}) echo yes ;;`).join(' ');
  writeFileSync(program, `#!/bin/sh\ncase "$1" in ${cases} *) echo "no $1" >&2; exit 1 ;; esac\n`);
  chmodSync(program, 0o755);
  return program;
}

it.each([
  ['no engine answers', [], false, []],
  ['it has the image', ['info', 'image'], true, []],
  ['it can get the image', ['info', 'pull'], true, ['getting apache/kafka']],
  ['it cannot', ['info'], false, ['getting apache/kafka', 'on Java instead']],
] as const)('knows whether Docker can run Kafka: %s', async (_, commands, expected, told) => {
  const docker = dockerThatKnows(...commands);
  const said: string[] = [];
  expect(await dockerCanRun((line) => said.push(line), docker)).toBe(expected);
  expect(said).toEqual(told.map((words) => expect.stringContaining(words)));
});
