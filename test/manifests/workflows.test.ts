import { parse } from 'yaml';
import { tool } from './run';
import { contentOf, tracked } from './tracked';

const shellcheck = ['-shellcheck', '.tools/bin/shellcheck', '-pyflakes', ''];

it('has actionlint say what is wrong with a workflow', async () => {
  const workflow = 'on: push\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    needs: b\n    steps: [{ run: make test }]\n';
  const { code, stdout } = await tool('actionlint', [...shellcheck, '-'], workflow);
  expect(code).toBe(1);
  expect(stdout).toMatch(/"a" needs job "b" which does not exist/);
});

describe('every workflow', () => {
  let workflows: string[];
  beforeAll(async () => {
    workflows = (await tracked()).filter((file) => /^\.github\/workflows\/.+\.ya?ml$/.test(file));
  });

  it('passes actionlint', async () => {
    expect(workflows).toContain('.github/workflows/test.yml');
    const { code, stdout, stderr } = await tool('actionlint', [...shellcheck, '-no-color', ...workflows]);
    expect({ code, said: stdout + stderr }).toEqual({ code: 0, said: '' });
  });

  it('uses actions by the commit, with the version beside it: a tag can be moved by whoever owns it', () => {
    const uses = workflows.flatMap((file) => (contentOf(file) ?? '').match(/^.*\buses: .*$/gm) ?? []);
    expect(uses).not.toEqual([]);
    for (const line of uses) expect(line).toMatch(/uses: (\.\/.+|[\w.-]+\/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+)$/);
  });

  it('asks for the rights it needs, and leaves no token in the work tree', () => {
    for (const file of workflows) {
      const text = contentOf(file) ?? '';
      const { permissions } = parse(text);
      expect([{}, { contents: 'read' }]).toContainEqual(permissions);
      expect(text.match(/actions\/checkout@/g)?.length ?? 0).toBe(
        text.match(/persist-credentials: false/g)?.length ?? 0,
      );
    }
  });

  it('calls scripts and make targets that there are', () => {
    const text = workflows.map(contentOf).join('\n');
    for (const [script] of text.matchAll(/(?<![\w/])(scripts|\.ci)\/[\w-]+/g)) expect(contentOf(script)).toBeDefined();
    for (const [, target] of text.matchAll(/\bmake ([\w-]+)/g))
      expect(contentOf('Makefile')).toMatch(new RegExp(`^${target}:`, 'm'));
  });
});
