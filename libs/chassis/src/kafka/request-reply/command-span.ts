import type { SpanKind } from '@opentelemetry/api';
import type { CommandType } from '@spillway/contracts';
import type { TraceParent } from '../../telemetry/trace-context';
import { type OpenSpan, openSpan } from '../../telemetry/tracing';

/** One side of a request: `send` lasts until the reply is there, `process` until it is known. */
export const commandSpan = (
  operation: 'send' | 'process',
  kind: SpanKind,
  { name, topic }: CommandType,
  parent: TraceParent,
): OpenSpan =>
  openSpan({
    name: `${operation} ${topic}`,
    kind,
    parent,
    attributes: () => ({
      'messaging.system': 'kafka',
      'messaging.operation.name': operation,
      'messaging.operation.type': operation,
      'messaging.destination.name': topic,
      'spillway.command': name,
    }),
  });
