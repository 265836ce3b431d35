import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';

interface Answer {
  readonly content?: Readonly<Record<string, { readonly schema: object }>>;
}

interface Document {
  readonly paths: Readonly<
    Record<string, Readonly<Record<string, { readonly responses: Readonly<Record<string, Answer>> }>>>
  >;
  readonly components: { readonly schemas: Readonly<Record<string, object>> };
}

export interface Answered {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly contentType: string;
  readonly body: unknown;
}

/** Holds answers against an OpenAPI document: says what is wrong with one, or nothing. */
export function describedBy(document: Document) {
  const ajv = new Ajv({ strict: false, allErrors: true });
  addFormats.default(ajv);
  ajv.addSchema({ $id: 'document', components: document.components });
  const paths = Object.entries(document.paths).map(([path, operations]) => ({
    // A path without parameters is more than one that has them: /orders/stats before /orders/{id}.
    rank: path.split('{').length,
    pattern: new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`),
    operations,
  }));
  paths.sort((a, b) => a.rank - b.rank);

  return ({ method, path, status, contentType, body }: Answered): string | undefined => {
    const where = `${method} ${path}: ${status}`;
    const [bare = ''] = path.split('?');
    const operation = paths.find(({ pattern }) => pattern.test(bare))?.operations[method.toLowerCase()];
    if (operation === undefined) return `${where}: there is no such operation`;
    const answer = operation.responses[status] ?? (status >= 400 ? operation.responses.default : undefined);
    if (answer === undefined) return `${where} is not described`;
    const isProblem = contentType.startsWith('application/problem+json');
    if (status >= 400 && !isProblem) return `${where} is no problem document but ${contentType}`;
    const problem = { $ref: 'document#/components/schemas/Problem' };
    const schema = isProblem ? problem : answer.content?.['application/json']?.schema;
    if (schema === undefined) return undefined;
    const validate = ajv.compile(schema);
    return validate(body) ? undefined : `${where}: ${ajv.errorsText(validate.errors)}`;
  };
}
