import { AsyncLocalStorage } from 'node:async_hooks';

type Fields = Readonly<Record<string, unknown>>;

const storage = new AsyncLocalStorage<Fields>();

/** Every line logged by the work, and by what it starts, carries these fields, beside those of the work around it. */
export const withLogFields = <T>(fields: Fields, work: () => T): T =>
  storage.run({ ...storage.getStore(), ...fields }, work);

export const currentLogFields = (): Fields | undefined => storage.getStore();
