import { Type } from '@sinclair/typebox';
import { type EventOf, eventType } from '../event-type';
import { oneOf, text, uuid } from '../schema/fields';
import { limits } from '../schema/limits';
import { topics } from '../topics';

const user = {
  userId: uuid(),
  version: Type.Integer({
    minimum: 1,
    maximum: limits.version,
    description: 'Grows with every change of the user: what comes late is recognised by it',
  }),
};

/**
 * The whole present state, so that the last event of a user is all there is to know (the topic is compacted). What is personal
 * is optional: it is taken out of events that were not published yet when their user was deleted.
 */
const present = {
  ...user,
  role: oneOf('customer', 'admin'),
  email: Type.Optional(
    text(limits.email, 'Left out only where the user has been deleted meanwhile: UserDeleted follows'),
  ),
  name: Type.Optional(text(limits.name)),
  webhook: Type.Optional(Type.Object({ url: text(limits.url, 'Where the user wants to be called') })),
};

export const UserRegistered = eventType(
  'UserRegistered',
  topics.users,
  1,
  Type.Object(present, { description: 'Somebody has an account now' }),
);
export type UserRegistered = EventOf<typeof UserRegistered>;

export const UserUpdated = eventType(
  'UserUpdated',
  topics.users,
  1,
  Type.Object(present, { description: 'What is known of a user is different now; this is all of it' }),
);
export type UserUpdated = EventOf<typeof UserUpdated>;

/** The last word about a user, without personal data; readers erase what they keep. It is said more than once. */
export const UserDeleted = eventType(
  'UserDeleted',
  topics.users,
  1,
  Type.Object(user, { description: 'The account and all personal data are gone; readers erase what they keep' }),
);
export type UserDeleted = EventOf<typeof UserDeleted>;
