import type { Handler } from '@spillway/chassis';
import type { UserDeleted, UserRegistered, UserUpdated } from '@spillway/contracts';
import { forget, learn } from '../preferences/registered';
import { newSecret } from '../webhooks/signature';

/** UserRegistered, UserUpdated: either tells all there is to know. */
export const learnUser: Handler<UserRegistered | UserUpdated> = {
  async apply(prepared, tx) {
    await learn(
      tx,
      prepared.map(([{ data }]) => ({ user: data, freshSecret: newSecret() })),
    );
    return [];
  },
};

export const forgetUser: Handler<UserDeleted> = {
  async apply(prepared, tx) {
    await forget(
      tx,
      prepared.map(([{ data }]) => data),
    );
    return [];
  },
};
