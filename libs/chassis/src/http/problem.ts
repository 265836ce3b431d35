/** One thing that is wrong with a request, and where: a JSON pointer into the part it is `in` (the body, unless said). */
export interface Mistake {
  readonly in?: 'body' | 'query' | 'params' | 'headers';
  readonly pointer: string;
  readonly detail: string;
}

export interface ProblemExtra {
  readonly errors?: readonly Mistake[];
  readonly headers?: Readonly<Record<string, string>>;
  readonly title?: string;
  readonly cause?: unknown;
  /** Further members of the problem document (RFC 9457, section 3.2). */
  readonly [member: string]: unknown;
}

/**
 * An answer that says what went wrong (RFC 9457). `code` is stable and for machines, in lower-case-with-dashes or UPPER_CASE;
 * `detail` is for the person who called. Nothing internal belongs in either.
 */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly headers: Readonly<Record<string, string>> | undefined;
  readonly title: string | undefined;
  readonly errors: readonly Mistake[] | undefined;
  readonly members: Readonly<Record<string, unknown>>;

  constructor(status: number, code: string, detail: string, extra: ProblemExtra = {}) {
    const { errors, headers, title, cause, ...members } = extra;
    super(detail, cause === undefined ? undefined : { cause });
    this.name = 'Problem';
    this.status = status;
    this.code = code;
    this.errors = errors;
    this.headers = headers;
    this.title = title;
    this.members = members;
  }
}
