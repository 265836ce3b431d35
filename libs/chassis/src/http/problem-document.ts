import { STATUS_CODES } from 'node:http';
import type { Problem } from './problem';
import type { Answer } from './route';

/** A problem as it goes out. */
export function problemAnswer(problem: Problem, instance: string): Answer {
  const body = JSON.stringify(problemDocument(problem, instance));
  return { status: problem.status, body, headers: { ...problem.headers, 'content-type': 'application/problem+json' } };
}

/** The body of a problem answer. `type` is derived from the code, so each kind of problem has one stable URI. */
export function problemDocument(problem: Problem, instance: string): Record<string, unknown> {
  return {
    type: `urn:spillway:problem:${problem.code.toLowerCase().replaceAll('_', '-')}`,
    title: problem.title ?? titleOf(problem),
    status: problem.status,
    detail: problem.message,
    instance,
    code: problem.code,
    ...(problem.errors && { errors: problem.errors }),
    ...problem.members,
  };
}

/** The code in words, as the title must not change from one occurrence to the next; without a code of its own, the status. */
function titleOf({ code, status }: Problem): string {
  const words = code.toLowerCase().replaceAll(/[_-]+/g, ' ').trim();
  return words ? words.charAt(0).toUpperCase() + words.slice(1) : (STATUS_CODES[status] ?? 'Error');
}
