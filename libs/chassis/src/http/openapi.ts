import { STATUS_CODES } from 'node:http';
import { type TSchema, Type } from '@sinclair/typebox';
import type { Route } from './route';

const problemSchema = Type.Object({
  type: Type.String({ format: 'uri', description: 'One URI for each kind of problem' }),
  title: Type.String(),
  status: Type.Integer(),
  detail: Type.String(),
  instance: Type.String(),
  code: Type.String({ description: 'Stable, for machines' }),
  errors: Type.Optional(
    Type.Array(Type.Object({ in: Type.Optional(Type.String()), pointer: Type.String(), detail: Type.String() })),
  ),
});

/** An OpenAPI 3.1 document of the routes; 3.1 takes JSON Schema as it is, so the schemas that check are the ones shown. */
export function openapi(title: string, version: string, routes: readonly Route[]): Record<string, unknown> {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of routes.filter(({ internal }) => !internal)) {
    const path = route.path.replaceAll(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [route.method]: operation(route) };
  }
  const components = {
    schemas: { Problem: problemSchema },
    ...(routes.some(({ secured }) => secured) && { securitySchemes: { bearer } }),
  };
  return { openapi: '3.1.0', info: { title, version }, paths, components };
}

const bearer = { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' };

function operation(route: Route): Record<string, unknown> {
  const parameters = [...pathParameters(route), ...queryParameters(route.query)];
  return {
    summary: route.summary,
    operationId: operationId(route),
    ...(route.secured && { security: [{ bearer: [] }] }),
    ...(parameters.length > 0 && { parameters }),
    ...(route.body && { requestBody: { required: true, content: content('application/json', route.body) } }),
    responses: { ...answers(route), default: { description: 'A problem', content: problemContent } },
  };
}

/** post /orders/:id/notes -> postOrdersIdNotes */
const operationId = ({ method, path }: Route) =>
  method + path.replaceAll(/[/:-]+(\w)/g, (_, letter: string) => letter.toUpperCase()).replaceAll(/\W/g, '');

const content = (type: string, schema: unknown) => ({ [type]: { schema } });
const problemContent = content('application/problem+json', { $ref: '#/components/schemas/Problem' });

function answers(route: Route): Record<string, unknown> {
  const described = Object.entries(route.answers).map(([status, answer]) => {
    if (typeof answer === 'string') return [status, { description: answer }];
    const description = answer.description ?? STATUS_CODES[Number(status)] ?? '';
    return [status, { description, content: content('application/json', answer) }];
  });
  return Object.fromEntries(described);
}

const propertiesOf = (schema: TSchema | undefined): Record<string, TSchema> => schema?.properties ?? {};

function pathParameters({ path, params }: Route): unknown[] {
  const schemas = propertiesOf(params);
  return Array.from(path.matchAll(/:(\w+)/g), ([, name = '']) => ({
    name,
    in: 'path',
    required: true,
    schema: schemas[name] ?? { type: 'string' },
  }));
}

function queryParameters(query: TSchema | undefined): unknown[] {
  const required: string[] = query?.required ?? [];
  return Object.entries(propertiesOf(query)).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    ...(schema.description && { description: schema.description }),
    schema,
  }));
}
