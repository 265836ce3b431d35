/** The caller hung up before its request was complete; nobody is left to answer. */
export class ClientGone extends Error {
  readonly code = 'CLIENT_GONE';

  constructor(cause: unknown) {
    super('The client closed the connection before its request was complete', { cause });
    this.name = 'ClientGone';
  }
}
