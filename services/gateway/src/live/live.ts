import { type KafkaClient, type Part, tail } from '@spillway/chassis';
import { followers } from '@spillway/contracts';
import { type Listeners, listeners } from './listeners';
import { newsIn } from './news';

export interface LiveOptions {
  readonly kafka: KafkaClient;
  readonly maxListeners: number;
  /** Milliseconds between two signs of life. */
  readonly heartbeat: number;
}

/**
 * Tells listeners what becomes of orders, from the end of the orders' topic on. No group: every process hears everything, and
 * what came before is asked of orders. Stops before HTTP does, which waits for its connections.
 */
export function live({ kafka, maxListeners, heartbeat }: LiveOptions): Part & Pick<Listeners, 'add'> {
  const heard = listeners(maxListeners);
  const [topic] = followers.gateway;
  const orders = tail({
    kafka: kafka.kafka,
    topic: topic.name,
    each(record) {
      const news = newsIn(record);
      if (news) heard.tell(news);
    },
  });
  let beating: NodeJS.Timeout | undefined;
  return {
    name: 'live orders',
    add: heard.add,
    async start(fail) {
      await orders.start?.(fail);
      beating = setInterval(heard.beatAll, heartbeat);
    },
    async stop() {
      clearInterval(beating);
      heard.endAll();
      await orders.stop?.();
    },
    notReady: () => orders.notReady?.(),
  };
}
