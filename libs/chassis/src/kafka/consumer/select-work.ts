import { headerText, redriveGroupHeader } from './dead-letter-headers';
import { CulpritFound, type Delivery, InvalidDelivery } from './delivery';
import type { Handlers, RuntimeHandler } from './handler';
import type { Work } from './prepare';

/** True when the message was sent back from another group's dead-letter topic: this group has had it. */
export function redrivenForAnother(delivery: Delivery, group: string): boolean {
  const redrivenFor = headerText(delivery.headers[redriveGroupHeader]);
  return redrivenFor !== undefined && redrivenFor !== group;
}

/**
 * The deliveries this group has a handler for, and those of other types: they are skipped, because topics grow new
 * events before all their readers do.
 * @throws CulpritFound at the first delivery that is no readable event.
 */
export function selectWork(deliveries: readonly Delivery[], group: string, handlers: Handlers) {
  const work: Work[] = [];
  const skipped: Delivery[] = [];
  for (const delivery of deliveries) {
    if (redrivenForAnother(delivery, group)) continue;
    const { event } = delivery;
    if (event instanceof InvalidDelivery) throw new CulpritFound(delivery, event.error);
    // The map says which events a handler gets; the runtime itself is blind to their data.
    const handler =
      event && Object.hasOwn(handlers, event.type) ? (handlers[event.type] as RuntimeHandler | undefined) : undefined;
    if (event && handler) work.push({ delivery, event, handler });
    else skipped.push(delivery);
  }
  return { work, skipped };
}
