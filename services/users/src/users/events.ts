import { type Event, UserDeleted, UserRegistered, UserUpdated } from '@spillway/contracts';
import type { User } from '../domain/user';

/** Where an event comes from: the trace of the request that caused it. */
export interface Origin {
  readonly traceparent?: string | undefined;
  readonly tracestate?: string | undefined;
}

/** All that readers may know. What is personal in here is what deletion takes out again (personalFields). */
const present = ({ userId, version, role, email, name, webhookUrl }: User) => ({
  userId,
  version,
  role,
  email,
  ...(name !== undefined && { name }),
  ...(webhookUrl !== undefined && { webhook: { url: webhookUrl } }),
});

/** The fields of events that must not outlive their user. */
export const personalFields = ['email', 'name', 'webhook'] as const;

const trace = ({ traceparent, tracestate }: Origin) => ({
  ...(traceparent !== undefined && { traceparent }),
  ...(tracestate !== undefined && { tracestate }),
});

export const registered = (user: User, origin: Origin): Event =>
  UserRegistered.create({ subject: user.userId, data: present(user), ...trace(origin) });

export const updated = (user: User, origin: Origin = {}): Event =>
  UserUpdated.create({ subject: user.userId, data: present(user), ...trace(origin) });

export const deleted = (userId: string, version: number, origin: Origin = {}): Event =>
  UserDeleted.create({ subject: userId, data: { userId, version }, ...trace(origin) });
