import { type TSchema, Type } from '@sinclair/typebox';
import { brokenPromises } from '../src/compatibility/broken-promises';
import { jsonSchema } from '../src/compatibility/json-schema';
import { fingerprint, type Stored } from '../src/compatibility/stored';
import { eventType } from '../src/event-type';
import { topics } from '../src/topics';

const fields = {
  id: Type.String({ maxLength: 10 }),
  note: Type.Optional(Type.String()),
  items: Type.Array(Type.Object({ name: Type.String() })),
  kind: Type.Unsafe<string>({ type: 'string', enum: ['a', 'b'] }),
};
const released = Type.Object(fields);
const example = { id: '1', note: 'n', items: [{ name: 'x' }], kind: 'a' };

const stored = (change: { examples?: Record<string, unknown>; lock?: Stored['lock'] } = {}): Stored => ({
  examples: new Map(Object.entries(change.examples ?? { 'Thing/1': example })),
  lock: change.lock ?? new Map([['Thing/1', { example: fingerprint(example), schema: jsonSchema(released) }]]),
});

const broken = (schema: TSchema, version = 1, has = stored()) =>
  brokenPromises(new Map([['Thing', eventType('Thing', topics.orders, version, schema)]]), has).join('\n');

const second = { ...example, extra: 'e' };
const withExtra = Type.Object({ ...fields, extra: Type.Optional(Type.String()) });
const withBoth = stored({ examples: { 'Thing/1': example, 'Thing/2': second } });
const locked = stored({
  examples: { 'Thing/1': example, 'Thing/2': second },
  lock: new Map([...stored().lock, ['Thing/2', { example: fingerprint(second), schema: jsonSchema(withExtra) }]]),
});

describe('what was released', () => {
  it('may stay as it is, and be described better', () => {
    expect(broken(released)).toBe('');
    expect(broken(Type.Object(fields, { description: 'A thing' }))).toBe('');
  });

  it('may get an optional field in a new version', () => {
    expect(broken(withExtra, 2, locked)).toBe('');
  });

  it('asks for a new version, its example and its lock, in this order', () => {
    expect(broken(withExtra)).toMatch(/changed but its version is still 1. Raise it to 2/);
    expect(broken(withExtra, 2)).toMatch(/examples\/Thing\/2.json is missing. Write it with every field/);
    expect(broken(withExtra, 2, withBoth)).toMatch(
      /examples\/Thing\/2.json is not locked. Run `npm run examples:lock`/,
    );
  });

  it.each<[what: string, schema: TSchema, said: RegExp]>([
    ['a removed field', Type.Omit(released, ['id']), /\/id was removed/],
    ['a removed optional field', Type.Omit(released, ['note']), /\/note was removed/],
    [
      'a new required field',
      Type.Object({ ...fields, extra: Type.String() }),
      /\/extra is new and must be Type.Optional/,
    ],
    ['a field that became required', Type.Object({ ...fields, note: Type.String() }), /\/note became required/],
    ['a field that became optional', Type.Object({ ...fields, id: Type.Optional(fields.id) }), /\/id became optional/],
    ['another type', Type.Object({ ...fields, id: Type.Integer() }), /\/id has another type/],
    ['a narrower limit', Type.Object({ ...fields, id: Type.String({ maxLength: 9 }) }), /\/id has another maxLength/],
    ['a wider limit', Type.Object({ ...fields, id: Type.String({ maxLength: 11 }) }), /\/id has another maxLength/],
    [
      'one more word',
      Type.Object({ ...fields, kind: Type.Unsafe({ type: 'string', enum: ['a', 'b', 'c'] }) }),
      /\/kind has another enum/,
    ],
    ['a closed object', Type.Object(fields, { additionalProperties: false }), /\/ has another additionalProperties/],
    [
      'a field removed inside a list',
      Type.Object({ ...fields, items: Type.Array(Type.Object({})) }),
      /\/items\/\*\/name was removed/,
    ],
  ])('refuses %s in the same and in a new version', (_, schema, said) => {
    expect(broken(schema)).toMatch(said);
    expect(broken(schema, 2)).toMatch(said);
    expect(broken(schema)).toContain('Only optional fields may be added');
  });

  it('holds every stored example against the newest schema', () => {
    const narrowed = Type.Object({ ...fields, kind: Type.Unsafe<string>({ type: 'string', enum: ['b'] }) });
    expect(broken(narrowed)).toMatch(
      /examples\/Thing\/1.json fails the schema of Thing 1: \/data\/kind must be one of b/,
    );
  });

  it('refuses a changed example', () => {
    const changed = stored({ examples: { 'Thing/1': { ...example, note: 'changed' } } });
    expect(broken(released, 1, changed)).toMatch(/examples\/Thing\/1.json was changed after its release. Restore it/);
  });

  it('refuses a lost example', () => {
    expect(broken(released, 1, stored({ examples: {} }))).toMatch(/examples\/Thing\/1.json is gone/);
  });

  it('refuses an example that does not show every field', () => {
    const part = { id: '1', items: [{}], kind: 'a' };
    const has = stored({ examples: { 'Thing/1': part }, lock: new Map() });
    expect(broken(released, 1, has)).toMatch(/lacks \/note, \/items\/\*\/name/);
  });

  it('refuses to lose a type or a version', () => {
    expect(brokenPromises(new Map(), stored()).join()).toMatch(
      /Thing\/1 has a stored example but src\/events does not/,
    );
    expect(broken(released, 1, locked)).toMatch(/Thing\/2 has a stored example but src\/events does not/);
  });
});
