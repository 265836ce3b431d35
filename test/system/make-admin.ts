import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { repositoryRoot, type System } from '@spillway/local';

/** Makes a user an admin, as the README of users says it. He is one from his next login on. */
export function makeAdmin(system: System, email: string): void {
  const env = { ...process.env, DATABASE_URL: system.postgres.url('users'), LOG_LEVEL: 'silent' };
  execFileSync(process.execPath, ['dist/make-admin.js', email], { cwd: join(repositoryRoot(), 'services/users'), env });
}
