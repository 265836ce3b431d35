import { type Mistake, Problem, type ProblemExtra } from '../../http/problem';

/** A problem as it crosses the wire: its status, its code, and what helps whoever asked. Nothing of the inside. */
export const problemBody = ({ status, code, message, title, errors, headers, members }: Problem) => ({
  ...members,
  status,
  code,
  detail: message,
  title,
  errors,
  retryAfter: headers?.['retry-after'],
});

/**
 * The problem in a failed reply, or in another service's answer. Whatever was sent, the result is one that an HTTP server can pass on: its status is an
 * error's, and no header comes from outside but Retry-After.
 */
export function problemFrom(body: unknown): Problem {
  const { status, code, detail, title, errors, retryAfter, ...rest } = membersOf(body);
  const { cause: _, headers: __, type: ___, instance: ____, ...members } = rest; // what whoever passes it on says himself
  if (!isErrorStatus(status) || typeof code !== 'string' || typeof detail !== 'string') {
    return new Problem(502, 'unreadable-reply', 'The reply is not a problem document');
  }
  const extra: ProblemExtra = {
    ...members,
    ...(typeof title === 'string' && { title }),
    ...(Array.isArray(errors) && { errors: errors.filter(isMistake) }),
    ...(isRetryAfter(retryAfter) && { headers: { 'retry-after': retryAfter } }),
  };
  return new Problem(status, code, detail, extra);
}

const membersOf = (body: unknown): Record<string, unknown> => (typeof body === 'object' && body ? { ...body } : {});

const isErrorStatus = (status: unknown): status is number =>
  Number.isInteger(status) && Number(status) >= 400 && Number(status) <= 599;

const isRetryAfter = (value: unknown): value is string => typeof value === 'string' && /^\d{1,9}$/.test(value);

function isMistake(value: unknown): value is Mistake {
  const { pointer, detail } = membersOf(value);
  return typeof pointer === 'string' && typeof detail === 'string';
}
