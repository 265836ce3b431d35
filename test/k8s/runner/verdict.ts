import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { judge } from '../../checker/verdict';
import { readWorld } from '../../checker/world';
import { brokers, databaseAs, kafkaSecurity, program } from './connections';
import { without } from './without';

/*
 * node dist/k8s/runner/verdict.js --accepted FILE [--accepted FILE …] --baseline FILE [--dead-letters TOPIC …]
 * The checker's judgement of the system at rest, about the orders that are not in the baseline.
 */
const { values } = parseArgs({
  options: {
    accepted: { type: 'string', multiple: true, default: [] },
    baseline: { type: 'string' },
    'dead-letters': { type: 'string', multiple: true, default: [] },
  },
});

const lines = (file: string) => readFileSync(file, 'utf8').split('\n').filter(Boolean);

program(async () => {
  const world = await readWorld({
    brokers,
    kafka: kafkaSecurity('checker'),
    ordersDatabase: databaseAs('orders'),
    paymentsDatabase: databaseAs('payments'),
    productsDatabase: databaseAs('products'),
    notificationsDatabase: databaseAs('notifications'),
    mailIndexUrl: 'http://mail:8025/api/index',
    deadLetterTopics: values['dead-letters'],
  });
  const before = new Set(values.baseline ? lines(values.baseline) : []);
  return judge(values.accepted.flatMap(lines), without(before, world));
});
