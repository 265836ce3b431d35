import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TObject, type TSchema, Type } from '@sinclair/typebox';
import type { Method } from '@spillway/chassis';
import type { Operation } from '../access/operation';
import type { TargetName } from '../targets/config';

const folder = join(__dirname, '../../openapi');

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required: boolean;
  readonly schema: TSchema;
}

interface Content {
  readonly description?: string;
  readonly content?: Readonly<Record<string, { readonly schema: TSchema }>>;
}

interface Described {
  readonly summary: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: Content;
  readonly responses: Readonly<Record<string, Content>>;
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>>;
}

const documents = new Map<TargetName, Document>();

function documentOf(target: TargetName): Document {
  const known = documents.get(target) ?? (JSON.parse(readFileSync(join(folder, `${target}.json`), 'utf8')) as Document);
  documents.set(target, known);
  return known;
}

/**
 * An operation of a service as the service describes it itself (openapi/, written by `make openapi`): the gateway checks and
 * shows what it passes on, and the schema stands once.
 * @throws when there is no such operation: at start, not at the first request
 */
export function described(target: TargetName, method: Method, path: string): Omit<Operation, 'handle'> {
  const found = documentOf(target).paths[path.replaceAll(/:(\w+)/g, '{$1}')]?.[method];
  if (found === undefined) throw new Error(`${target} has no ${method.toUpperCase()} ${path} (make openapi)`);
  const { summary, parameters = [], requestBody, responses } = found;
  const params = schemaOf(parameters.filter((each) => each.in === 'path'));
  const query = schemaOf(parameters.filter((each) => each.in === 'query'));
  const body = requestBody && jsonOf(requestBody);
  return {
    summary,
    ...(params && { params }),
    ...(query && { query }),
    ...(body && { body }),
    answers: Object.fromEntries(
      Object.entries(responses)
        .filter(([status]) => status !== 'default')
        .map(([status, answer]) => [status, jsonOf(answer) ?? answer.description ?? '']),
    ),
  };
}

const jsonOf = ({ content }: Content): TSchema | undefined => {
  const schema = content?.['application/json']?.schema;
  return schema && Type.Unsafe(schema);
};

function schemaOf(parameters: readonly Parameter[]): TObject | undefined {
  if (parameters.length === 0) return undefined;
  const properties = parameters.map(({ name, required, schema }) => {
    const type = Type.Unsafe(schema);
    return [name, required ? type : Type.Optional(type)] as const;
  });
  return Type.Object(Object.fromEntries(properties));
}
