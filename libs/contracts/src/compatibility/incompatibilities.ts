import { isDeepStrictEqual } from 'node:util';
import type { JsonSchema } from './json-schema';

/**
 * What changed between two versions of a schema that old readers or old events do not survive; empty when nothing did.
 *
 * Both directions count: an old reader holds new events against the old schema, and a new reader (a replay, a history)
 * holds old events against the new one. Only an added optional field and changed descriptions pass in both. A wider
 * limit or one more word in an enum is refused by old readers, a narrower one refuses old events.
 */
export function incompatibilities(older: JsonSchema, newer: JsonSchema, pointer = ''): string[] {
  return [
    ...changedKeywords(older, newer).map((keyword) => `${pointer || '/'} has another ${keyword}`),
    ...fieldChanges(older, newer, pointer),
    ...(older.items && newer.items ? incompatibilities(older.items, newer.items, `${pointer}/*`) : []),
  ];
}

const mayChange = new Set(['description', 'title', 'examples']);
const comparedApart = new Set(['properties', 'required']);

function changedKeywords(older: JsonSchema, newer: JsonSchema): string[] {
  return [...new Set([...Object.keys(older), ...Object.keys(newer)])].filter((keyword) => {
    if (mayChange.has(keyword) || comparedApart.has(keyword)) return false;
    if (keyword === 'items' && older.items && newer.items) return false;
    return !isDeepStrictEqual(older[keyword], newer[keyword]);
  });
}

function fieldChanges(older: JsonSchema, newer: JsonSchema, pointer: string): string[] {
  const before = older.properties ?? {};
  const after = newer.properties ?? {};
  return Object.keys({ ...before, ...after }).flatMap((name) => {
    const field = `${pointer}/${name}`;
    const was = before[name];
    const is = after[name];
    const wasRequired = older.required?.includes(name) ?? false;
    const isRequired = newer.required?.includes(name) ?? false;
    if (!is) return [`${field} was removed`];
    if (!was) return isRequired ? [`${field} is new and must be Type.Optional: old events do not have it`] : [];
    const moved = wasRequired === isRequired ? [] : [`${field} ${isRequired ? 'became required' : 'became optional'}`];
    return [...moved, ...incompatibilities(was, is, field)];
  });
}
