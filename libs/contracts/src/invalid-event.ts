/** One thing that is wrong: where (a JSON pointer into `{ key, headers, data, … }`) and what. */
export interface FieldError {
  readonly pointer: string;
  readonly detail: string;
}

/**
 * An event that breaks its contract. Thrown to the producer on the way out; on the way in it is permanent:
 * the same bytes fail again, so a consumer sends them to the dead letters instead of trying again.
 */
export class InvalidEvent extends Error {
  readonly code = 'INVALID_EVENT';
  override readonly name = 'InvalidEvent';

  constructor(
    what: string,
    readonly errors: readonly FieldError[],
    options?: ErrorOptions,
  ) {
    super(`${what}: ${errors.map(({ pointer, detail }) => `${pointer} ${detail}`).join('; ')}`, options);
  }
}
