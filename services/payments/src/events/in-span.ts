import { inSpan as inClientSpan } from '@spillway/chassis/telemetry';
import type { Event } from '@spillway/contracts';
import type { PaymentProvider } from '../provider/port';

/** Shows a call to the provider in the trace that began with the order. */
export const inSpan = <T>(name: string, provider: PaymentProvider, event: Event, call: () => Promise<T>): Promise<T> =>
  inClientSpan(
    {
      name,
      parent: event,
      attributes: () => ({ 'spillway.payment.provider': provider.name, 'spillway.event.id': event.id }),
    },
    call,
  );
