import { Problem } from '@spillway/chassis';
import { Gauge } from 'prom-client';
import type { OrderNews } from './news';

const listening = new Gauge({
  name: 'gateway_live_listeners',
  help: 'Connections that listen to what becomes of an order',
});

export interface Listener {
  /** Something has become of the order it listens to. */
  hear(news: OrderNews): void;
  /** A sign of life is due. */
  beat(): void;
  /** Nothing more will be told: the process is about to stop. */
  end(): void;
}

export interface Listeners {
  /** Adds one and gives back how to take it away. @throws Problem (503) when there are as many as may be */
  add(orderId: string, listener: Listener): () => void;
  tell(news: OrderNews): void;
  beatAll(): void;
  /** Ends all, and takes none any more. */
  endAll(): void;
}

/** Who listens to which order. An order nobody listens to costs one look into a map. */
export function listeners(most: number): Listeners {
  const byOrder = new Map<string, Set<Listener>>();
  let count = 0;
  let isOver = false;

  const each = (act: (listener: Listener) => void) => {
    for (const own of [...byOrder.values()]) for (const listener of [...own]) act(listener);
  };

  function remove(orderId: string, listener: Listener): void {
    const own = byOrder.get(orderId);
    if (!own?.delete(listener)) return;
    if (own.size === 0) byOrder.delete(orderId);
    listening.set(--count);
  }

  return {
    add(orderId, listener) {
      if (isOver || count >= most) {
        const headers = { 'retry-after': '5' };
        throw new Problem(503, 'overloaded', 'This instance can serve no more listeners. Try again shortly.', {
          headers,
        });
      }
      byOrder.set(orderId, (byOrder.get(orderId) ?? new Set()).add(listener));
      listening.set(++count);
      return () => remove(orderId, listener);
    },
    tell(news) {
      for (const listener of [...(byOrder.get(news.orderId) ?? [])]) listener.hear(news);
    },
    beatAll: () => each((listener) => listener.beat()),
    endAll() {
      isOver = true;
      each((listener) => listener.end());
    },
  };
}
