/** What is kept of every mail ever caught. */
export interface MailSummary {
  /** 1 for the first mail since the start (or the last clearing). */
  readonly number: number;
  readonly receivedAt: string;
  readonly messageId: string;
  readonly from: string;
  /** Envelope recipients: whom it was really sent to. */
  readonly to: readonly string[];
  readonly subject: string;
}

/** A header of a raw mail, unfolded and decoded; empty if it has none. Reading two of them costs a hundredth of parsing it all. */
export function headerOf(raw: Buffer, name: string): string {
  const end = raw.indexOf('\r\n\r\n');
  const head = raw.toString('latin1', 0, end < 0 ? raw.length : end);
  const found = new RegExp(`^${name}:[ \\t]*(.*(?:\\r\\n[ \\t].*)*)`, 'im').exec(head)?.[1] ?? '';
  return decodeWords(found.replace(/\r\n[ \t]+/g, ' ').trim());
}

// RFC 2047: =?utf-8?Q?Caf=C3=A9?= and =?utf-8?B?…?=; white space between two such words is not part of the text.
function decodeWords(text: string): string {
  return text
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?([^?]+)\?([bq])\?([^?]*)\?=/gi, (_all, charset: string, encoding: string, word: string) => {
      const bytes = encoding.toLowerCase() === 'b' ? Buffer.from(word, 'base64') : quotedBytes(word.replace(/_/g, ' '));
      return new TextDecoder(charset).decode(bytes);
    });
}

/** The bytes that quoted-printable text stands for. */
export const quotedBytes = (text: string): Buffer =>
  Buffer.from(
    text
      .replace(/=\r\n/g, '')
      .replace(/=([0-9A-F]{2})/gi, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  );
