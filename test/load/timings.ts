import { type Summary, summary } from './statistics';

/** What became of the requests that ended with one status. */
export interface Outcome {
  readonly count: number;
  /** How many of them were answered while the load was still on: the rate is made from these. */
  readonly duringLoad: number;
  /** Milliseconds from the time the request was due, and from when it was sent. */
  readonly fromDue: Summary;
  readonly fromSend: Summary;
}

export interface OpenLoopResult {
  /** Requests that were due, that could be sent in time (sent late, if need be), and that got no answer. */
  readonly due: number;
  readonly sent: number;
  readonly lost: number;
  readonly firstLoss: string | undefined;
  readonly seconds: number;
  readonly byStatus: Readonly<Record<string, Outcome>>;
  /** What the generator itself took, and how late it sent: above a few ms it, or its number of connections, was the limit. */
  readonly generator: { readonly cpuMicrosPerRequest: number; readonly cores: number; readonly sentLate: Summary };
  /** Where ids were asked for: each with the time (ms since 1970) at which its request was due. */
  readonly ids: readonly { readonly id: string; readonly dueAt: number }[];
}

/** The times of all requests, in arrays made beforehand: nothing is allocated, and so nothing collected, under load. */
export class Timings {
  readonly #sentAt: Float64Array;
  readonly #answeredAt: Float64Array;
  readonly #status: Uint16Array;
  readonly #ids: { id: string; dueAt: number }[] = [];
  #origin = 0;
  #wallClock = 0;
  #endedAt = 0;
  #sent = 0;
  #firstLoss: string | undefined;
  #cpu = process.cpuUsage();

  constructor(
    private readonly rate: number,
    private readonly total: number,
  ) {
    this.#sentAt = new Float64Array(total);
    this.#answeredAt = new Float64Array(total);
    this.#status = new Uint16Array(total);
  }

  begin(): void {
    this.#cpu = process.cpuUsage();
    this.#origin = performance.now();
    this.#wallClock = Date.now();
  }

  /** How many requests are due by then. */
  dueBy(time: number): number {
    return Math.floor(((time - this.#origin) / 1000) * this.rate) + 1;
  }

  sent(n: number): void {
    this.#sentAt[n] = performance.now() - this.#origin;
  }

  answered(n: number, status: number, id: string | undefined): void {
    this.#answeredAt[n] = performance.now() - this.#origin;
    this.#status[n] = status;
    if (id !== undefined) this.#ids.push({ id, dueAt: this.#wallClock + this.#dueAt(n) });
  }

  lost(reason: string): void {
    this.#firstLoss ??= reason;
  }

  /** The load is over; answers may still come. */
  end(sent: number): void {
    this.#sent = sent;
    this.#endedAt = performance.now() - this.#origin;
  }

  result(): OpenLoopResult {
    const { user, system } = process.cpuUsage(this.#cpu);
    const answered = this.#status.subarray(0, this.#sent).filter((status) => status > 0).length;
    const numbers = Array.from({ length: this.#sent }, (_, n) => n);
    const statuses = [...new Set(this.#status.subarray(0, this.#sent))].filter((status) => status > 0);
    const byStatus = statuses.map((status) => [
      status,
      this.#outcome(numbers.filter((n) => this.#status[n] === status)),
    ]);
    return {
      due: this.total,
      sent: this.#sent,
      lost: this.#sent - answered,
      firstLoss: this.#firstLoss ?? (answered < this.#sent ? 'no answer in time' : undefined),
      seconds: this.#endedAt / 1000,
      byStatus: Object.fromEntries(byStatus),
      generator: {
        cpuMicrosPerRequest: (user + system) / this.#sent,
        cores: (user + system) / 1000 / (performance.now() - this.#origin),
        sentLate: summary(numbers.map((n) => (this.#sentAt[n] ?? 0) - this.#dueAt(n))),
      },
      ids: this.#ids,
    };
  }

  #outcome(numbers: readonly number[]): Outcome {
    const answeredAt = (n: number) => this.#answeredAt[n] ?? 0;
    return {
      count: numbers.length,
      duringLoad: numbers.filter((n) => answeredAt(n) <= this.#endedAt).length,
      fromDue: summary(numbers.map((n) => answeredAt(n) - this.#dueAt(n))),
      fromSend: summary(numbers.map((n) => answeredAt(n) - (this.#sentAt[n] ?? 0))),
    };
  }

  readonly #dueAt = (n: number): number => (n / this.rate) * 1000;
}
