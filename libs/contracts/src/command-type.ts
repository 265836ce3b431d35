import type { Static, TSchema } from '@sinclair/typebox';
import type { FieldError } from './invalid-event';
import { validator } from './schema/validator';

/** The contract of one command: what is asked for, and what is answered. */
export interface CommandType<N extends string = string, D = unknown, R = unknown> {
  /** `<aggregate>.<verb>`, as in `orders.create`. */
  readonly name: N;
  /** The topic whose readers carry it out. */
  readonly topic: string;
  readonly data: TSchema;
  readonly reply: TSchema;
  /** What is wrong with the data; empty when it passes the schema. */
  errorsIn(data: unknown): readonly FieldError[];
  /** The same for what is answered. */
  errorsInReply(reply: unknown): readonly FieldError[];
  /** Only for the types: there is no such value. */
  readonly types?: { readonly data: D; readonly reply: R };
}

export type CommandData<C> = C extends CommandType<string, infer D, unknown> ? D : never;
export type CommandReply<C> = C extends CommandType<string, unknown, infer R> ? R : never;

/** Defines a command. Its schemas are compiled here, once. */
export const commandType = <N extends string, D extends TSchema, R extends TSchema>(
  name: N,
  topic: { readonly name: string },
  { data, reply }: { readonly data: D; readonly reply: R },
): CommandType<N, Static<D>, Static<R>> => ({
  name,
  topic: topic.name,
  data,
  reply,
  errorsIn: validator(data),
  errorsInReply: validator(reply),
});
