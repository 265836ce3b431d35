import { allTopics } from '@spillway/contracts';
import type { System } from '@spillway/local';
import { judge, type Verdict } from '../checker/verdict';
import { readWorld } from '../checker/world';

/** The checker's judgement of a running system that is at rest. */
export async function verdictOf(system: System, accepted: readonly string[]): Promise<Verdict> {
  const world = await readWorld({
    brokers: system.kafka.brokers.split(','),
    ordersDatabase: system.postgres.url('orders'),
    paymentsDatabase: system.postgres.url('payments'),
    productsDatabase: system.postgres.url('products'),
    notificationsDatabase: system.postgres.url('notifications'),
    mailIndexUrl: `${system.mail.apiUrl}/api/index`,
    deadLetterTopics: allTopics()
      .map(({ name }) => name)
      .filter((name) => name.endsWith('-dlq')),
  });
  return judge(accepted, world);
}
