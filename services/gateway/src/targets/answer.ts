/** What a service answered. */
export interface TargetAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed where it is JSON; undefined where there is none. */
  readonly body: unknown;
}

/** Reads the answer whole. @throws when it is no JSON although it says so */
export async function answerOf(response: Response): Promise<TargetAnswer> {
  const { status, headers } = response;
  const text = await response.text();
  const isJson = /[/+]json\b/.test(headers.get('content-type') ?? '');
  return { status, headers, body: text === '' || !isJson ? undefined : JSON.parse(text) };
}
