import { SpanKind } from '@opentelemetry/api';
import { openSpan } from '@spillway/chassis/telemetry';
import type { Kind } from '../notifications/kind';
import type { Notifiable } from './notifiable';

/** Shows a remote call in the trace that began with the order. Costs next to nothing where that trace is not recorded. */
export async function inSpan<T>(name: string, kind: Kind, event: Notifiable, call: () => Promise<T>): Promise<T> {
  const span = openSpan({
    name,
    kind: SpanKind.CLIENT,
    parent: event,
    attributes: () => ({ 'spillway.notification.kind': kind, 'spillway.event.id': event.id }),
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
