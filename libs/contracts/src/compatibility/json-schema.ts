import type { TSchema } from '@sinclair/typebox';

/** The part of JSON Schema that comparing looks into. */
export interface JsonSchema {
  readonly [keyword: string]: unknown;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
}

/** A TypeBox schema as plain JSON, without the symbols TypeBox keeps in it. */
export function jsonSchema(schema: TSchema): JsonSchema {
  return JSON.parse(JSON.stringify(schema));
}
