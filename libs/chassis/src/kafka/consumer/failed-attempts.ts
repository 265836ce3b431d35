/** One failure and when it happened. */
interface Failure {
  readonly error: unknown;
  readonly at: Date;
}

/** Why a message was given up: its first and its last failure, and how often it was tried. */
export class FailedAttempts extends Error {
  readonly code = 'FAILED_ATTEMPTS';
  readonly first: Failure;
  readonly last: Failure;
  readonly attempts: number;

  constructor(first: Failure, last: Failure, attempts: number) {
    super(`failed ${attempts} time(s)`, { cause: last.error });
    this.name = 'FailedAttempts';
    this.first = first;
    this.last = last;
    this.attempts = attempts;
  }

  /** The earlier failures, if any, and one more. */
  static and(earlier: FailedAttempts | undefined, error: unknown): FailedAttempts {
    const failure = { error, at: new Date() };
    return new FailedAttempts(earlier?.first ?? failure, failure, (earlier?.attempts ?? 0) + 1);
  }
}
