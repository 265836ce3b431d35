import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** One file of SQL, known by its name and the hash of its text. */
export interface Migration {
  readonly name: string;
  readonly sql: string;
  readonly checksum: string;
}

export class MigrationError extends Error {
  readonly code: 'MIGRATION_CHANGED' | 'MIGRATION_TWICE' | 'MIGRATION_FAILED';

  constructor(code: MigrationError['code'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'MigrationError';
    this.code = code;
  }

  static changed = (name: string): MigrationError =>
    new MigrationError(
      'MIGRATION_CHANGED',
      `${name} was applied to this database with another content. Restore the file and put the change into a new migration.`,
    );

  static twice = (name: string, folder: string): MigrationError =>
    new MigrationError(
      'MIGRATION_TWICE',
      `${name} in ${folder} has the name of a migration in an earlier folder. Rename it.`,
    );

  static failed = (name: string, cause: unknown): MigrationError =>
    new MigrationError(
      'MIGRATION_FAILED',
      `${name} failed and was rolled back: ${cause instanceof Error ? cause.message : String(cause)}`,
      { cause },
    );
}

/** The files of all folders in the order in which they apply; a name stands for one file only. */
export async function readMigrations(folders: readonly string[]): Promise<Migration[]> {
  const seen = new Set<string>();
  const migrations: Migration[] = [];
  for (const folder of folders) {
    for (const name of (await readdir(folder)).filter((file) => file.endsWith('.sql')).sort()) {
      if (seen.has(name)) throw MigrationError.twice(name, folder);
      seen.add(name);
      const sql = await readFile(join(folder, name), 'utf8');
      migrations.push({ name, sql, checksum: createHash('sha256').update(sql).digest('hex') });
    }
  }
  return migrations;
}
