// From the schemas of Kubernetes to JSON Schema as kubeconform reads it. Pure: the files are generate.mts's concern.
// Stricter than an API server in two ways, on purpose: an unknown field is an error, and so is a null that it would drop.

/** A piece of an OpenAPI document. What of it matters is picked by name. */
export type Schema = { [keyword: string]: unknown };
type Schemas = Record<string, Schema>;

/** Keywords that mean the same on both sides. */
const kept = [
  ...['type', 'enum', 'required', 'pattern', 'minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum'],
  ...['minLength', 'maxLength', 'minItems', 'maxItems', 'minProperties', 'maxProperties', 'multipleOf'],
  ...['allOf', 'anyOf', 'oneOf', 'not'],
];

const intOrString: Schema = { type: ['integer', 'string'] };
const quantity: Schema = { type: ['number', 'string'] };
const ownTypes: Schemas = {
  'io.k8s.apimachinery.pkg.util.intstr.IntOrString': intOrString,
  'io.k8s.apimachinery.pkg.api.resource.Quantity': quantity,
};

const isSchema = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** References are written out; a type that contains itself (only CustomResourceDefinition's own does) accepts anything. */
export function toJsonSchema(from: Schema, definitions: Schemas = {}, open: string[] = []): Schema {
  if (typeof from.$ref === 'string') {
    const name = from.$ref.replace('#/definitions/', '');
    const definition = ownTypes[name] ?? definitions[name];
    if (!definition) throw new Error(`no definition of ${name}`);
    return ownTypes[name] ?? (open.includes(name) ? {} : toJsonSchema(definition, definitions, [...open, name]));
  }
  if (from['x-kubernetes-int-or-string']) return intOrString;
  const convert = (schema: Schema) => toJsonSchema(schema, definitions, open);
  const to: Schema = {};
  for (const keyword of kept) if (from[keyword] !== undefined) to[keyword] = from[keyword];
  if (isSchema(from.items)) to.items = convert(from.items);
  if (isSchema(from.properties)) {
    to.type ??= 'object';
    to.properties = Object.fromEntries(
      Object.entries(from.properties).map(([name, schema]) => [name, convert(schema as Schema)]),
    );
    to.additionalProperties = Boolean(from['x-kubernetes-preserve-unknown-fields']);
  }
  if (isSchema(from.additionalProperties)) to.additionalProperties = convert(from.additionalProperties);
  if (from.nullable && typeof to.type === 'string') to.type = [to.type, 'null'];
  return to;
}

export interface Kind {
  /** Empty for the core group. */
  group: string;
  version: string;
  kind: string;
}

export interface KindSchema extends Kind {
  schema: Schema;
}

interface Swagger {
  definitions: Schemas;
}

/** Every kind that the API server itself knows. */
export function kindsOfKubernetes({ definitions }: Swagger): KindSchema[] {
  return Object.entries(definitions).flatMap(([name, definition]) => {
    const kinds = (definition['x-kubernetes-group-version-kind'] ?? []) as Kind[];
    // Options of requests are registered as kinds of every group; nobody writes them into a file.
    if (kinds.length !== 1 || !isSchema(definition.properties) || !('kind' in definition.properties)) return [];
    return kinds.map((kind) => ({ ...kind, schema: closed(kind, toJsonSchema(definition, definitions, [name])) }));
  });
}

interface CustomResourceDefinition {
  kind: string;
  spec: {
    group: string;
    names: { kind: string };
    versions: { name: string; served: boolean; schema: { openAPIV3Schema: Schema } }[];
  };
}

/** Every served version of what a CustomResourceDefinition defines; its metadata is held to Kubernetes' own schema. */
export function kindsOfDefinition(definition: CustomResourceDefinition, { definitions }: Swagger): KindSchema[] {
  const { group, names, versions } = definition.spec;
  return versions
    .filter(({ served }) => served)
    .map(({ name, schema }) => {
      const kind = { group, version: name, kind: names.kind };
      const converted = toJsonSchema(schema.openAPIV3Schema);
      const metadata = { $ref: '#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' };
      (converted.properties as Schemas).metadata = toJsonSchema(metadata, definitions);
      return { ...kind, schema: closed(kind, converted) };
    });
}

export const isDefinition = (object: unknown): object is CustomResourceDefinition =>
  isSchema(object) && object.kind === 'CustomResourceDefinition';

export const apiVersionOf = ({ group, version }: Kind): string => (group ? `${group}/${version}` : version);

function closed(kind: Kind, schema: Schema): Schema {
  const properties = schema.properties as Schemas;
  properties.apiVersion = { const: apiVersionOf(kind) };
  properties.kind = { const: kind.kind };
  const required = new Set([...((schema.required as string[] | undefined) ?? []), 'apiVersion', 'kind', 'metadata']);
  return { $schema: 'http://json-schema.org/draft-07/schema#', ...schema, required: [...required] };
}
