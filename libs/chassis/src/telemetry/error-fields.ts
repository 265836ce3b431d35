import { codeOf, isError } from './error-shape';

/** An error as fields of a log line: what machines group by (code), what people read (message, stack), and what was behind it. */
export interface ErrorFields {
  name: string;
  message: string;
  code?: string;
  stack?: string;
  causes?: Omit<ErrorFields, 'causes'>[];
}

const maxCauses = 8;

export function errorFields(error: Error): ErrorFields {
  const causes = causesOf(error);
  return { ...own(error), ...(causes.length > 0 && { causes: causes.map(describe) }) };
}

function own(error: Error): ErrorFields {
  const code = codeOf(error);
  return {
    name: error.name,
    message: error.message,
    ...(code && { code }),
    ...(error.stack && { stack: error.stack }),
  };
}

const describe = (cause: unknown): ErrorFields =>
  isError(cause) ? own(cause) : { name: typeof cause, message: String(cause) };

/** The chain of causes, and of an AggregateError its first members; bounded, for chains can be circular. */
function causesOf(error: Error): unknown[] {
  const causes: unknown[] = [];
  for (let cause = error.cause; cause !== undefined && cause !== null && causes.length < maxCauses; ) {
    causes.push(cause);
    cause = isError(cause) ? cause.cause : undefined;
  }
  const members: unknown = Reflect.get(error, 'errors');
  if (Array.isArray(members)) causes.push(...members.filter(isError).slice(0, maxCauses));
  return causes;
}
