/** A bounded queue is full. Nothing of the refused call was queued; the caller should come back later. */
export class Overloaded extends Error {
  readonly code = 'OVERLOADED';

  constructor(what: string, limit: number) {
    super(`${what} has ${limit} waiting and takes no more until some of them are done.`);
    this.name = 'Overloaded';
  }
}

/** The process is going down and takes nothing new. */
export class Draining extends Error {
  readonly code = 'DRAINING';

  constructor(what: string) {
    super(`${what} is being drained and takes no more.`);
    this.name = 'Draining';
  }
}
