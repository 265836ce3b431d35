import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../manifests/paths';
import { run } from '../manifests/run';
import { contentOf, tracked } from '../manifests/tracked';

const node = (...args: string[]) => run(process.execPath, args, { env: { NO_COLOR: '1' } });

/** Says what is wrong with the diagrams of a file, of a folder, or of what it is given. */
const mermaid = (where: string, input = '') =>
  run(process.execPath, [join(__dirname, 'node_modules/@probelabs/maid/out/cli.js'), where], { input });

describe('docs/architecture.md', () => {
  it('shows what the code says', async () => {
    const { code, stdout, stderr } = await node('scripts/architecture/generate.mts', '--check');
    expect({ code, stdout, stderr }).toMatchObject({ code: 0, stdout: '' });
  });

  it('has a diagram of events, of requests, of what is public and of the life of an order', () => {
    const kinds = readFileSync(join(root, 'docs/architecture.md'), 'utf8').match(/(?<=^```mermaid\n)\w+/gm);
    expect(kinds).toEqual(expect.arrayContaining(['flowchart', 'stateDiagram']));
  });
});

describe('diagrams', () => {
  it('are Mermaid, in every document', async () => {
    const drawn = (await tracked()).filter((file) => file.endsWith('.md') && contentOf(file)?.includes('```mermaid'));
    expect(drawn).toContain('docs/architecture.md');
    for (const file of drawn) {
      const { code, stdout, stderr } = await mermaid(join(root, file));
      expect({ file, code, said: stdout + stderr }).toMatchObject({ code: 0 });
    }
  });

  it.each(['flowchart LR\n  a -->> b', 'flowchart LR\n  a --> b[(b)', 'stateDiagram-v2\n  a --> : b'])(
    'that are wrong are refused: %j',
    async (diagram) => expect((await mermaid('-', diagram)).code).toBe(1),
  );
});
