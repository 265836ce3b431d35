import type { Role } from './roles';

/** What is told of a user, to himself and in events. */
export interface User {
  readonly userId: string;
  readonly email: string;
  readonly name?: string;
  readonly role: Role;
  readonly webhookUrl?: string;
  /** Counts the changes. */
  readonly version: number;
}
