import { tool } from './run';
import { contentOf, tracked } from './tracked';

const shebang = /^#!.*\b(ba|da)?sh\b/;

const shellcheck = (args: string[], input = '') =>
  tool('shellcheck', ['--external-sources', '--source-path=SCRIPTDIR', '--format=gcc', ...args], input);

it('has shellcheck say what is wrong with a script', async () => {
  const { code, stdout } = await shellcheck(['-'], '#!/bin/bash\nrm -rf $HOME/$1\n');
  expect(code).toBe(1);
  expect(stdout).toMatch(/SC2086/);
});

describe('every script', () => {
  let scripts: string[];
  beforeAll(async () => {
    scripts = (await tracked()).filter((file) => shebang.test(contentOf(file) ?? ''));
  });

  it('passes shellcheck', async () => {
    expect(scripts).toEqual(expect.arrayContaining(['.ci/run', 'scripts/with-node', 'scripts/install-k8s-tools']));
    const { code, stdout, stderr } = await shellcheck(scripts);
    expect({ code, said: (stdout + stderr).split('\n').filter(Boolean) }).toEqual({ code: 0, said: [] });
  });

  it('stops at the first error', () => {
    const careless = scripts.filter((file) => !/^set -\w*u\w*|^set -eu/m.test(contentOf(file) ?? ''));
    expect(careless).toEqual([]);
  });
});
