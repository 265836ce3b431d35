/** A sample of an instant query. */
export interface Sample {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: readonly [time: number, value: string];
}

/** Asks a Prometheus. Throws with what it says where it does not answer the query. */
export const query = (url: string, expr: string, time?: number): Promise<readonly Sample[]> =>
  ask(`${url}/api/v1/query`, { query: expr, ...(time !== undefined && { time: String(time) }) });

/** A series of a range query. */
export interface Line {
  readonly metric: Readonly<Record<string, string>>;
  readonly values: readonly (readonly [time: number, value: string])[];
}

export interface Range {
  /** Seconds since 1970. */
  readonly start: number;
  readonly end: number;
  readonly step: number;
}

export const queryRange = (url: string, expr: string, { start, end, step }: Range): Promise<readonly Line[]> =>
  ask(`${url}/api/v1/query_range`, { query: expr, start: String(start), end: String(end), step: String(step) });

async function ask<T>(url: string, parameters: Record<string, string>): Promise<readonly T[]> {
  const answer = await fetch(url, { method: 'POST', body: new URLSearchParams(parameters) });
  const { status, error, data } = (await answer.json()) as {
    status: string;
    error?: string;
    data?: { result: T[] };
  };
  if (status !== 'success' || data === undefined) throw new Error(`${error ?? status}: ${parameters.query}`);
  return data.result;
}
