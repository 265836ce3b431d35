// Asks the public API everything its description allows, and much that it forbids; no answer may be a server error, and each must be
// one that is described. Whoever asks is an admin, so that nothing is closed.
//   node test/dist/fuzz/main.js [--examples N] [--seed N]

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { repositoryRoot, startTemporarySystem } from '@spillway/local';
import { shop } from '../system/customer';
import { makeAdmin } from '../system/make-admin';
import { withoutLimits } from '../system/without-limits';

const { values } = parseArgs({
  options: { examples: { type: 'string', default: '40' }, seed: { type: 'string', default: '1' } },
});

/** Not asked: what ends the session that asks, and streams, which do not end. */
const left = ['/me/deletion', '/me/password', '/sessions/logout', '/orders/{id}/events', '/users/{userId}/role'];

/** Python cannot make up text for classes of characters (\\p{…}): without these patterns it tries what they forbid, too. */
async function simplified(url: string, folder: string): Promise<string> {
  const document = await (await fetch(`${url}/openapi.json`)).text();
  const plain = JSON.stringify(JSON.parse(document), (key, value) =>
    key === 'pattern' && String(value).includes('\\p{') ? undefined : value,
  );
  const file = join(folder, 'openapi.json');
  writeFileSync(file, plain);
  return file;
}

async function main(): Promise<number> {
  const system = await startTemporarySystem({ env: withoutLimits });
  try {
    const url = system.url('gateway');
    const store = await shop(url);
    await store.customer('admin@example.com');
    makeAdmin(system, 'admin@example.com');
    const { token } = await store.login('admin@example.com');
    const program = join(repositoryRoot(), '.tools/schemathesis/bin/st');
    const checks = ['not_a_server_error', 'content_type_conformance', 'response_schema_conformance'];
    const st = spawn(
      program,
      [
        ...['run', await simplified(url, system.logs), '--url', url, '--header', `Authorization: Bearer ${token}`],
        ...['--checks', checks.join(','), '--phases', 'examples,coverage,fuzzing', '--max-examples', values.examples],
        ...['--seed', values.seed, '--continue-on-failure', '--request-timeout', '20', '--warnings', 'off'],
        ...left.flatMap((path) => ['--exclude-path', path]),
      ],
      { stdio: ['ignore', 'inherit', 'inherit'] },
    );
    const [code] = await once(st, 'exit');
    return Number(code ?? 1);
  } finally {
    await system.stop();
  }
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`fuzz: ${error instanceof Error ? error.stack : String(error)}\n`);
    process.exit(1);
  },
);
