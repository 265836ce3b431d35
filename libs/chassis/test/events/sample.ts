import { randomUUID } from 'node:crypto';
import type { Event } from '@spillway/contracts';

/** An event of a type that no contract knows: the relay and the inbox do not look inside. */
export const sampleEvent = (subject: string, data: unknown = {}, more: Partial<Event> = {}): Event => ({
  id: randomUUID(),
  type: 'SampleHappened',
  source: '/samples',
  subject,
  time: '2026-01-02T03:04:05.060Z',
  dataschema: 'urn:spillway:schema:SampleHappened:1',
  data,
  correlationid: 'correlation',
  topic: 'sample-events',
  ...more,
});
