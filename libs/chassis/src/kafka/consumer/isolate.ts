import { Abandoned, CulpritFound, type Delivery, type Middleware } from './delivery';

/** Where to cut a failed batch: around the culprit where it is known, else in the middle. */
function parts(deliveries: readonly Delivery[], error: unknown): (readonly Delivery[])[] {
  const culprit = error instanceof CulpritFound ? deliveries.indexOf(error.delivery) : -1;
  const cuts = culprit >= 0 ? [culprit, culprit + 1] : [Math.ceil(deliveries.length / 2)];
  return [0, ...cuts]
    .map((from, index) => deliveries.slice(from, cuts[index] ?? deliveries.length))
    .filter((part) => part.length > 0);
}

/**
 * When a batch fails, finds the message that fails it, so that its neighbours are not hurt.
 * Guarantee: parts run one after the other in offset order, so the order within a key holds; what an earlier try has
 * already made durable is recognised by the inbox and not done again.
 */
export const isolate: Middleware = (next) =>
  async function process(deliveries, context) {
    try {
      await next(deliveries, context);
    } catch (error) {
      if (error instanceof Abandoned || deliveries.length <= 1) throw error;
      for (const part of parts(deliveries, error)) await process(part, context);
    }
  };
