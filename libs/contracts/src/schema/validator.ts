import type { TSchema } from '@sinclair/typebox';
import { Ajv, type ErrorObject } from 'ajv';
import type { FieldError } from '../invalid-event';
import { instant } from './instant';

const ajv = new Ajv({
  allErrors: true,
  strict: true,
  formats: { 'date-time': { type: 'string', validate: (value: string) => instant(value) !== undefined } },
});

// A message may hold a huge array of nonsense; nobody reads more than the first few mistakes.
const maxReported = 20;

/** Compiles once and returns a check that gives every mistake in the data (the first 20), none when it is valid. */
export function validator(schema: TSchema): (data: unknown) => readonly FieldError[] {
  const valid = ajv.compile(schema);
  return (data) => (valid(data) ? none : (valid.errors ?? []).slice(0, maxReported).map(fieldError));
}

const none: readonly FieldError[] = [];

function fieldError(error: ErrorObject): FieldError {
  const missing: unknown = error.params.missingProperty;
  const pointer = `/data${error.instancePath}${typeof missing === 'string' ? `/${missing}` : ''}`;
  return { pointer, detail: typeof missing === 'string' ? 'is missing' : detailOf(error) };
}

function detailOf({ keyword, message, params }: ErrorObject): string {
  const allowed: unknown = params.allowedValues;
  if (keyword === 'enum' && Array.isArray(allowed)) return `must be one of ${allowed.join(', ')}`;
  return message ?? `fails ${keyword}`;
}
