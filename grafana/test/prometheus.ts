/** A sample of an instant query. */
export interface Sample {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: readonly [time: number, value: string];
}

/** Asks a Prometheus. Throws with what it says where it does not answer the query. */
export async function query(url: string, expr: string): Promise<readonly Sample[]> {
  const answer = await fetch(`${url}/api/v1/query`, { method: 'POST', body: new URLSearchParams({ query: expr }) });
  const { status, error, data } = (await answer.json()) as {
    status: string;
    error?: string;
    data?: { result: Sample[] };
  };
  if (status !== 'success' || data === undefined) throw new Error(`${error ?? status}: ${expr}`);
  return data.result;
}
