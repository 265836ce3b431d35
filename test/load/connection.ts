import { connect, type Socket } from 'node:net';
import { type Answer, AnswerReader } from './answer-reader';

export interface Target {
  readonly host: string;
  readonly port: number;
}

export interface ConnectionEvents {
  wantsBody(status: number): boolean;
  /** Open (again), and nothing under way. */
  free(connection: Connection): void;
  answered(request: number, answer: Answer): void;
  /** No answer to this request will come, or none that could be understood. */
  lost(request: number, reason: string): void;
}

/** All connections read into the same memory: what came is looked at before the next read, and not kept. */
const shared = Buffer.allocUnsafeSlow(64 * 1024);
const reopenAfterMs = 20;

/**
 * One TCP connection with at most one request under way (no pipelining). Raw bytes out, a minimal scan in. It opens itself
 * again after it broke or was closed. Processor time a request, measured side by side: 20 to 30 µs; oha the same; undici and
 * autocannon 60 to 80; wrk and h2load 15 to 20, but the one has no fixed rate and the other does not know when a request was due.
 */
export class Connection {
  #socket: Socket | undefined;
  #request: number | undefined;
  #reader: AnswerReader;
  #ended = false;

  constructor(
    private readonly target: Target,
    private readonly events: ConnectionEvents,
  ) {
    this.#reader = new AnswerReader(events.wantsBody);
    this.#open();
  }

  /** Open, and nothing under way. */
  get free(): boolean {
    return this.#request === undefined && this.#socket?.readyState === 'open';
  }

  /** Only for a connection that is free. */
  send(request: number, bytes: Buffer): void {
    this.#request = request;
    this.#socket?.write(bytes);
  }

  end(): void {
    this.#ended = true;
    this.#socket?.destroy();
  }

  #open(): void {
    this.#reader = new AnswerReader(this.events.wantsBody);
    const onread = { buffer: shared, callback: (size: number) => this.#received(shared.subarray(0, size)) };
    const socket = connect({ ...this.target, noDelay: true, onread });
    this.#socket = socket;
    socket.once('connect', () => this.events.free(this));
    let reason = 'the service closed the connection';
    // 'close' follows
    socket.once('error', (error) => {
      reason = error.message;
    });
    socket.once('close', () => this.#closed(reason));
  }

  #received(chunk: Buffer): boolean {
    const answer = this.#read(chunk);
    if (answer === undefined) return true;
    const request = this.#request;
    if (request === undefined) return true; // bytes that came while the socket was being destroyed
    this.#request = undefined;
    this.events.answered(request, answer);
    if (answer.closing) this.#socket?.destroy();
    else this.events.free(this);
    return true;
  }

  #read(chunk: Buffer): Answer | undefined {
    try {
      return this.#reader.read(chunk);
    } catch (error) {
      this.#socket?.destroy(error instanceof Error ? error : new Error(String(error)));
      return undefined;
    }
  }

  #closed(reason: string): void {
    const request = this.#request;
    this.#request = undefined;
    if (request !== undefined) this.events.lost(request, reason);
    if (!this.#ended) setTimeout(() => this.#ended || this.#open(), reopenAfterMs);
  }
}
