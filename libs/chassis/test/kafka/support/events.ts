import { randomUUID } from 'node:crypto';
import { type Event, toMessage } from '@spillway/contracts';
import type { OutgoingMessage } from '../../../src/kafka';

/** An event of a type that stands in no registry, so that its data may be anything. */
export const anEvent = (topic: string, subject: string, data: unknown = {}, type = 'Counted'): Event => ({
  id: randomUUID(),
  type,
  source: '/tests',
  subject,
  time: new Date().toISOString(),
  dataschema: 'urn:spillway:schema:Counted:1',
  data,
  correlationid: randomUUID(),
  topic,
});

export const messageOf = (event: Event): OutgoingMessage => ({ topic: event.topic, ...toMessage(event) });
