import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const compiled = (program: string) => resolve(__dirname, '../dist', program);

it.each(['bench/main.js', 'chaos/main.js', 'checker/main.js'])(
  '%s is built, and says what it does',
  async (program) => {
    const { stdout } = await run(process.execPath, [compiled(program), '--help']);
    expect(stdout).toContain('--');
  },
);

it('the demo is built', () => expect(existsSync(compiled('demo/main.js'))).toBe(true));
