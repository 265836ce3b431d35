import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JsonSchema } from './json-schema';

/** What was true of a version when it was released. */
export interface Released {
  /** SHA-256 of the example, blind to white space. */
  readonly example: string;
  readonly schema: JsonSchema;
}

/** The examples and the lock as they stand in the folder, by `<Type>/<version>`. */
export interface Stored {
  readonly examples: ReadonlyMap<string, unknown>;
  readonly lock: ReadonlyMap<string, Released>;
}

export const lockFile = (folder: string) => join(folder, 'examples.lock.json');

/** Reads examples/<Type>/<version>.json and examples/examples.lock.json. */
export function readStored(folder: string): Stored {
  const types = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const versions = types.flatMap(({ name }) =>
    readdirSync(join(folder, name))
      .filter((file) => file.endsWith('.json'))
      .map((file) => `${name}/${file.slice(0, -'.json'.length)}`),
  );
  const locked: Record<string, Released> = existsSync(lockFile(folder)) ? readJson(lockFile(folder)) : {};
  return {
    examples: new Map(versions.sort().map((version) => [version, readJson(join(folder, `${version}.json`))])),
    lock: new Map(Object.entries(locked)),
  };
}

export const fingerprint = (example: unknown) => createHash('sha256').update(JSON.stringify(example)).digest('hex');

function readJson<T>(file: string): T {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new Error(`${file} is not JSON`, { cause });
  }
}
