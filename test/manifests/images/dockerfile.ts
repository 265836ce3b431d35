import { globSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { root } from '../paths';

export interface Instruction {
  /** In capitals: `COPY`, `RUN`, … */
  name: string;
  /** All that follows, continued lines joined. */
  text: string;
}

/** The instructions from one FROM to the next; the first FROM is instruction 0. */
export interface Stage {
  /** Its name, where it has one. */
  name: string | undefined;
  from: string;
  instructions: Instruction[];
}

export interface Dockerfile {
  /** Before the first FROM. */
  args: Record<string, string>;
  stages: Stage[];
}

export const serviceNames = globSync('services/*/package.json', { cwd: root }).map((file) => basename(dirname(file)));

export const read = (file: string): string => readFileSync(join(root, file), 'utf8');

/** As much of the format as our own files use: no heredocs, no escapes but the continued line. */
export function parseDockerfile(text: string): Dockerfile {
  const instructions = text
    .replace(/^\s*#.*\n/gm, '')
    .replace(/\\\n/g, ' ')
    .split('\n')
    .map((line) => /^([A-Za-z]+)\s+(.*)$/.exec(line.trim().replace(/\s+/g, ' ')))
    .filter((match) => match !== null)
    .map(([, name = '', rest = '']) => ({ name: name.toUpperCase(), text: rest }));
  const file: Dockerfile = { args: {}, stages: [] };
  for (const instruction of instructions) {
    const stage = file.stages.at(-1);
    if (instruction.name === 'FROM') {
      const [from = '', , name] = instruction.text.split(' ');
      file.stages.push({ name, from, instructions: [instruction] });
    } else if (stage) {
      stage.instructions.push(instruction);
    } else if (instruction.name === 'ARG') {
      const [name = '', value = ''] = instruction.text.split(/=(.*)/);
      file.args[name] = value;
    }
  }
  return file;
}

/** What the instructions of one kind say, in their order. */
export const texts = (stage: Stage, name: string): string[] =>
  stage.instructions.filter((instruction) => instruction.name === name).map(({ text }) => text);
