import type { TSchema } from '@sinclair/typebox';
import { Ajv, type ErrorObject, type Options } from 'ajv';
import addFormats from 'ajv-formats';
import { type Mistake, Problem } from './problem';

type Place = 'body' | 'query' | 'params';

/** Throws a Problem naming every mistake, or leaves the value checked (and, outside the body, converted). */
export type Check = (value: unknown) => void;

const maxMistakes = 50;

// TypeBox marks schemas with symbols, which ajv ignores; unknown keywords and formats still fail at start.
const common: Options = { allErrors: true, strictTypes: false, strictTuples: false, strictRequired: false };
const exact = withFormats(new Ajv(common));
/** What comes as text is converted to what the schema asks for: "10" to 10, one value to a list of one. */
const lenient = withFormats(new Ajv({ ...common, coerceTypes: 'array', useDefaults: true }));

function withFormats(ajv: Ajv): Ajv {
  addFormats.default(ajv);
  return ajv;
}

/** Compiled once, at start. Bodies are taken as they are; query and params are converted. */
export function checkFor(place: Place, schema: TSchema | undefined): Check | undefined {
  if (schema === undefined) return undefined;
  const validate = (place === 'body' ? exact : lenient).compile(schema);
  return (value) => {
    if (validate(value)) return;
    const errors = (validate.errors ?? []).slice(0, maxMistakes).map((error) => mistake(place, error));
    const [status, what] = place === 'params' ? [404, 'path'] : [place === 'body' ? 422 : 400, place];
    throw new Problem(status, 'validation-failed', `The ${what} does not have the required form.`, { errors });
  };
}

function mistake(place: Place, { keyword, instancePath, params, message }: ErrorObject): Mistake {
  const inner = keyword === 'required' ? params.missingProperty : params.additionalProperty;
  const pointer = inner === undefined ? instancePath : `${instancePath}/${escaped(String(inner))}`;
  return { in: place, pointer, detail: detail(keyword, params, message) };
}

/** A JSON pointer's own escapes (RFC 6901). */
const escaped = (name: string) => name.replaceAll('~', '~0').replaceAll('/', '~1');

function detail(keyword: string, params: Record<string, unknown>, message = 'is not valid'): string {
  if (keyword === 'required') return 'is required';
  if (keyword === 'additionalProperties') return 'is not known here';
  if (keyword === 'enum' && Array.isArray(params.allowedValues))
    return `must be one of ${params.allowedValues.join(', ')}`;
  if (keyword === 'const') return `must be ${JSON.stringify(params.allowedValue)}`;
  return message;
}
