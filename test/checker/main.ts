import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { judge, type Verdict } from './verdict';
import { readWorld } from './world';

const usage = `checker: judges a system at rest by what was accepted, what the topics contain, and what databases and mail catcher hold.

  node dist/checker/main.js --accepted FILE --brokers HOST:PORT[,…] --orders-db URL --payments-db URL --products-db URL
                            --notifications-db URL [--mail-index URL] [--dead-letters TOPIC …]

FILE holds one accepted order id a line. Exit code 0: nothing lost, nothing doubled, nothing out of order.
`;

export function describe({ findings, facts }: Verdict): string {
  const lines = Object.entries(facts).map(([what, count]) => `  ${what}: ${count}`);
  const wrong = findings.map(({ what, count, examples }) => `✗ ${what}: ${count}, such as ${examples.join(', ')}`);
  return [...lines, ...(wrong.length > 0 ? wrong : ['✓ nothing lost, nothing doubled, nothing out of order'])].join(
    '\n',
  );
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      accepted: { type: 'string' },
      brokers: { type: 'string' },
      'orders-db': { type: 'string' },
      'payments-db': { type: 'string' },
      'products-db': { type: 'string' },
      'notifications-db': { type: 'string' },
      'mail-index': { type: 'string' },
      'dead-letters': { type: 'string', multiple: true },
      help: { type: 'boolean', short: 'h' },
    },
  });
  const { accepted, brokers } = values;
  const { 'orders-db': orders, 'payments-db': payments, 'products-db': products } = values;
  const { 'notifications-db': notifications } = values;
  if (values.help || !accepted || !brokers || !orders || !payments || !products || !notifications) {
    process.stdout.write(usage);
    process.exitCode = values.help ? 0 : 2;
    return;
  }
  const world = await readWorld({
    brokers: brokers.split(','),
    ordersDatabase: orders,
    paymentsDatabase: payments,
    productsDatabase: products,
    notificationsDatabase: notifications,
    mailIndexUrl: values['mail-index'],
    deadLetterTopics: values['dead-letters'] ?? [],
  });
  const verdict = judge(readFileSync(accepted, 'utf8').split('\n').filter(Boolean), world);
  process.stdout.write(`${describe(verdict)}\n`);
  process.exitCode = verdict.findings.length > 0 ? 1 : 0;
}

if (require.main === module) {
  main().catch((error: unknown) => {
    process.stderr.write(`checker: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 2;
  });
}
