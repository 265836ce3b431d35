import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A new empty folder, open to the user PostgreSQL runs as where we are root. Whoever asks for it removes it. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'spillway-'));
  chmodSync(folder, 0o755);
  return folder;
}
