/** How a user wants to be told. */
export interface Preference {
  userId: string;
  /** He had an account and has none: there is nobody to tell. */
  deleted?: true;
  email?: string;
  webhook?: {
    url: string;
    secret: string /** The receiver answered 410: nothing is sent until it is set again. */;
    gone: boolean;
  };
}
