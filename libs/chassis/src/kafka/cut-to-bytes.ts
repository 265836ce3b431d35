const encoder = new TextEncoder();

/** The beginning of the text that takes up at most so many bytes as UTF-8; no character is cut in two. */
export function cutToBytes(text: string, maxBytes: number): string {
  const { read } = encoder.encodeInto(text, new Uint8Array(maxBytes));
  return text.slice(0, read);
}
