import { inSpan as inClientSpan } from '@spillway/chassis/telemetry';
import type { Kind } from '../notifications/kind';
import type { Notifiable } from './notifiable';

/** Shows a remote call in the trace that began with the order. */
export const inSpan = <T>(name: string, kind: Kind, event: Notifiable, call: () => Promise<T>): Promise<T> =>
  inClientSpan(
    {
      name,
      parent: event,
      attributes: () => ({ 'spillway.notification.kind': kind, 'spillway.event.id': event.id }),
    },
    call,
  );
