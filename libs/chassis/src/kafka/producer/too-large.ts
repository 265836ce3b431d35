const types = new Set(['MESSAGE_TOO_LARGE', 'RECORD_LIST_TOO_LARGE']);

/** The broker refuses a message above the topic's max.message.bytes: it will do so for ever. */
export function isTooLarge(error: unknown): boolean {
  for (let current = error, depth = 0; current instanceof Error && depth < 8; current = current.cause, depth++) {
    if (types.has(String(Reflect.get(current, 'type')))) return true;
  }
  return false;
}
