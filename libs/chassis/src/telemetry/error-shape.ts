import { types } from 'node:util';

// Asked by shape, not with instanceof: errors of node itself are of another realm under jest, and so are those of vm contexts.

export const isError = (value: unknown): value is Error => types.isNativeError(value);

export function codeOf(value: unknown): string | undefined {
  const code = typeof value === 'object' && value !== null ? Reflect.get(value, 'code') : undefined;
  return code === undefined || code === null ? undefined : String(code);
}

export const messageOf = (value: unknown): string => (isError(value) ? value.message : String(value));
