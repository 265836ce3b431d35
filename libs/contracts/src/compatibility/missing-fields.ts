import type { JsonSchema } from './json-schema';

/** The fields of a schema, optional ones too, that an example does not show. Of a list one item must show each. */
export function missingFields(schema: JsonSchema, example: unknown, pointer = ''): string[] {
  return missingIn(schema, [example], pointer);
}

function missingIn(schema: JsonSchema, examples: readonly unknown[], pointer: string): string[] {
  const { items } = schema;
  const inItems = items ? missingIn(items, examples.filter(Array.isArray).flat(), `${pointer}/*`) : [];
  const inFields = Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
    const shown = examples.filter(isObject).flatMap((example) => (name in example ? [example[name]] : []));
    return shown.length === 0 ? [`${pointer}/${name}`] : missingIn(field, shown, `${pointer}/${name}`);
  });
  return [...inItems, ...inFields];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
