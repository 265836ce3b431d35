import { Counter } from 'prom-client';

export const logins = new Counter({
  name: 'logins_total',
  help: 'Logins by what came of them: accepted, or refused for a wrong address or password',
  labelNames: ['outcome'],
});

export const blocked = new Counter({
  name: 'attempts_blocked_total',
  help: 'Logins, registrations and other guesses refused with 429, before a password was looked at',
});

export const refreshes = new Counter({
  name: 'token_refreshes_total',
  help: 'Refresh tokens shown: rotated, repeated (just used, and given the same successor), reused (the session was ended), refused',
  labelNames: ['outcome'],
});

export const accounts = new Counter({
  name: 'accounts_total',
  help: 'Accounts registered and deleted',
  labelNames: ['change'],
});
