export interface Heard {
  readonly id: string;
  readonly event: string;
  readonly data: unknown;
}

/** A listener to server-sent events, as a browser is one. */
export async function listen(url: string, headers: Record<string, string>) {
  const gone = new AbortController();
  const response = await fetch(url, { headers, signal: gone.signal });
  const heard: Heard[] = [];
  let beats = 0;

  async function read(): Promise<void> {
    const decoder = new TextDecoder();
    let rest = '';
    for await (const chunk of response.body ?? []) {
      const blocks = (rest + decoder.decode(chunk, { stream: true })).split('\n\n');
      rest = blocks.pop() ?? '';
      for (const block of blocks) {
        if (block.startsWith(':')) beats++;
        else heard.push(parse(block));
      }
    }
  }

  const ended = read().catch((error: unknown) => {
    if (!gone.signal.aborted) throw error;
  });
  return {
    status: response.status,
    headers: response.headers,
    heard,
    beats: () => beats,
    ended,
    leave: () => gone.abort(),
  };
}

function parse(block: string): Heard {
  const fields = new Map(
    block.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]),
  );
  return {
    id: fields.get('id') ?? '',
    event: fields.get('event') ?? '',
    data: JSON.parse(fields.get('data') ?? 'null'),
  };
}
