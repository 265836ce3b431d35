import { SpanKind } from '@opentelemetry/api';
import { openSpan } from '@spillway/chassis/telemetry';
import type { Event } from '@spillway/contracts';
import type { PaymentProvider } from '../provider/port';

/** Shows a call to the provider in the trace that began with the order. Costs next to nothing where that trace is not recorded. */
export async function inSpan<T>(
  name: string,
  provider: PaymentProvider,
  event: Event,
  call: () => Promise<T>,
): Promise<T> {
  const span = openSpan({
    name,
    kind: SpanKind.CLIENT,
    parent: event,
    attributes: () => ({ 'spillway.payment.provider': provider.name, 'spillway.event.id': event.id }),
  });
  try {
    const result = await call();
    span.end();
    return result;
  } catch (error) {
    span.end(error);
    throw error;
  }
}
