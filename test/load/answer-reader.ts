/** What one answer said; the body only where it was asked for. */
export interface Answer {
  readonly status: number;
  readonly closing: boolean;
  readonly body: string | undefined;
}

const headEnd = '\r\n\r\n';
const contentLength = /\r\ncontent-length: *(\d+)/i;
const close = /\r\nconnection: *close/i;

/**
 * Finds the end of HTTP/1.1 answers that come one at a time over one connection: status, content-length and connection are
 * all it reads. Nearly every answer is one chunk, which is then neither copied nor kept.
 */
export class AnswerReader {
  #rest: Buffer | undefined;

  constructor(private readonly wantsBody: (status: number) => boolean) {}

  /**
   * The answer that `chunk` completes, or undefined while some of it is missing. `chunk` may be reused by the caller.
   * @throws on what is not an answer with a content-length, and on bytes behind its end: nobody asked for them.
   */
  read(chunk: Buffer): Answer | undefined {
    const bytes = this.#rest === undefined ? chunk : Buffer.concat([this.#rest, chunk]);
    const end = bytes.indexOf(headEnd);
    if (end === -1) return this.#keep(bytes);
    const head = bytes.toString('latin1', 0, end);
    const status = Number(head.slice(9, 12));
    if (!head.startsWith('HTTP/1.1 ') || !(status >= 200)) throw new Error(`not an answer: ${head.slice(0, 40)}`);
    const declared = contentLength.exec(head);
    if (declared === null && status !== 204 && status !== 304) throw new Error(`an answer without a length: ${head}`);
    const bodyStart = end + headEnd.length;
    const size = bodyStart + Number(declared?.[1] ?? 0);
    if (bytes.length < size) return this.#keep(bytes);
    if (bytes.length > size) throw new Error('more bytes came than the answer has');
    this.#rest = undefined;
    const body = this.wantsBody(status) ? bytes.toString('utf8', bodyStart, size) : undefined;
    return { status, closing: close.test(head), body };
  }

  /** A copy, as the next read writes into the same memory. */
  #keep(bytes: Buffer): undefined {
    this.#rest = Buffer.from(bytes);
    return undefined;
  }
}
