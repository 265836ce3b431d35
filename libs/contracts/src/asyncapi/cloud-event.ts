import { uuidPattern } from '../schema/fields';

/** The headers of every message: a CloudEvent in binary mode of the Kafka binding, as `toMessage` writes it. */
export const cloudEventHeaders = {
  type: 'object',
  properties: {
    ce_specversion: { type: 'string', const: '1.0' },
    ce_id: { type: 'string', pattern: uuidPattern, description: 'UUIDv7; effects are deduplicated by it' },
    ce_time: { type: 'string', format: 'date-time' },
    ce_subject: { type: 'string', minLength: 1, maxLength: 255, description: 'The same as the key' },
    'content-type': { type: 'string', const: 'application/json' },
    correlationid: { type: 'string' },
    causationid: { type: 'string', description: 'The id of the event that caused this one' },
    traceparent: { type: 'string', description: 'W3C trace context' },
    tracestate: { type: 'string', description: 'W3C trace context' },
  },
  required: ['ce_specversion', 'ce_id', 'ce_time', 'ce_subject', 'content-type', 'correlationid'],
} as const;

/** What else every message has in common. */
export const cloudEvent = {
  contentType: 'application/json',
  correlationId: {
    description: 'The same for everything that one request caused',
    location: '$message.header#/correlationid',
  },
  bindings: { kafka: { key: { type: 'string', description: 'The same as ce_subject' }, bindingVersion: '0.5.0' } },
} as const;
