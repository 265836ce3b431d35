import type { EventType } from '../event-type';
import { incompatibilities } from './incompatibilities';
import { jsonSchema } from './json-schema';
import { missingFields } from './missing-fields';
import { fingerprint, type Stored } from './stored';

type Definition = Pick<EventType, 'type' | 'version' | 'schema' | 'errorsIn'>;

/**
 * Everything by which these definitions break what was released, or leave it unproved: each entry says what is wrong
 * and what to do. Empty: every event ever published can be read, and every reader ever released reads what we publish.
 */
export function brokenPromises(registry: ReadonlyMap<string, Definition>, stored: Stored): string[] {
  const known = new Set([...registry.values()].flatMap(versionsOf));
  return [
    ...[...stored.lock.keys()].flatMap((version) => releasedFileOf(version, stored)),
    ...[...stored.lock.keys(), ...stored.examples.keys()]
      .filter((v, i, all) => all.indexOf(v) === i && !known.has(v))
      .map(unknown),
    ...[...registry.values()].flatMap((definition) => promisesOf(definition, stored)),
  ];
}

const versionsOf = ({ type, version }: Pick<Definition, 'type' | 'version'>) =>
  Array.from({ length: version }, (_, i) => `${type}/${i + 1}`);

function releasedFileOf(version: string, { examples, lock }: Stored): string[] {
  const file = `examples/${version}.json`;
  if (!examples.has(version)) return [`${file} is gone, but events of that version exist. Restore the file.`];
  if (fingerprint(examples.get(version)) === lock.get(version)?.example) return [];
  return [
    `${file} was changed after its release. Restore it: it stands for events that exist. To publish another shape, ` +
      'raise the version in src/events, add an example of the new version and run `npm run examples:lock`.',
  ];
}

const unknown = (version: string) =>
  `${version} has a stored example but src/events does not know it. A released type or version is never removed: ` +
  'restore its definition, or delete the example if it was never released.';

function promisesOf(definition: Definition, stored: Stored): string[] {
  return [
    ...versionsOf(definition).flatMap((version) => exampleOf(definition, version, stored)),
    ...fullExample(definition, stored),
    ...schemaChanges(definition, stored),
  ];
}

function exampleOf({ type, version: newest, errorsIn }: Definition, version: string, stored: Stored): string[] {
  const file = `examples/${version}.json`;
  if (!stored.examples.has(version)) {
    return stored.lock.has(version)
      ? []
      : [`${file} is missing. Write it with every field, then run \`npm run examples:lock\`.`];
  }
  const errors = errorsIn(stored.examples.get(version)).map(({ pointer, detail }) => `${pointer} ${detail}`);
  return [
    ...(stored.lock.has(version) ? [] : [`${file} is not locked. Run \`npm run examples:lock\` and commit the lock.`]),
    ...(errors.length === 0
      ? []
      : [`${file} fails the schema of ${type} ${newest}: ${errors.join('; ')}. ${onlyOptional}`]),
  ];
}

function fullExample({ type, version, schema }: Definition, { examples }: Stored): string[] {
  const newest = `${type}/${version}`;
  const missing = examples.has(newest) ? missingFields(jsonSchema(schema), examples.get(newest)) : [];
  if (missing.length === 0) return [];
  return [`examples/${newest}.json lacks ${missing.join(', ')}. An example has every field, optional ones too.`];
}

function schemaChanges({ type, version, schema }: Definition, { lock }: Stored): string[] {
  const now = jsonSchema(schema);
  const locked = versionsOf({ type, version }).flatMap((name) => {
    const released = lock.get(name);
    return released ? [{ name, schema: released.schema }] : [];
  });
  const broken = locked.flatMap((old) => {
    const changes = incompatibilities(old.schema, now);
    return changes.length === 0 ? [] : [`${type} no longer fits ${old.name}: ${changes.join('; ')}. ${onlyOptional}`];
  });
  const same = locked.find(({ name }) => name === `${type}/${version}`);
  // Nothing is missing by now; seen the other way round, what was added is.
  if (broken.length > 0 || !same || incompatibilities(now, same.schema).length === 0) return broken;
  return [
    `The schema of ${type} changed but its version is still ${version}. Raise it to ${version + 1}, add ` +
      `examples/${type}/${version + 1}.json with every field and run \`npm run examples:lock\`.`,
  ];
}

const onlyOptional =
  'Only optional fields may be added; every other change breaks old readers or old events. Undo it, or define a new ' +
  'event type beside this one and publish both until nobody reads the old one.';
