import { Problem } from './problem';

const maxParameters = 100;

/** The query of a URL: a name given once is a text, a name given more often a list. Its object has no prototype to pollute. */
export function parseQuery(url: string): Record<string, string | string[]> {
  const query: Record<string, string | string[]> = Object.create(null);
  const start = url.indexOf('?');
  if (start === -1) return query;
  let count = 0;
  for (const [name, value] of new URLSearchParams(url.slice(start + 1))) {
    if (++count > maxParameters)
      throw new Problem(400, 'too-many-parameters', `At most ${maxParameters} query parameters are read.`);
    const known = query[name];
    if (known === undefined) query[name] = value;
    else if (Array.isArray(known)) known.push(value);
    else query[name] = [known, value];
  }
  return query;
}
