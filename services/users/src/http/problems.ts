import { Problem } from '@spillway/chassis';

/** A mistake in a field that no schema can see, in the form of those it sees. */
export const invalidField = (field: string, detail: string): Problem =>
  new Problem(422, 'validation-failed', 'The body does not have the required form.', {
    errors: [{ in: 'body', pointer: `/${field}`, detail }],
  });

/** Says nothing of which of the two was wrong, or whether there is such an account. */
export const wrongCredentials = () =>
  new Problem(401, 'invalid-credentials', 'E-mail address and password do not belong together.');

export const wrongPassword = () => new Problem(403, 'wrong-password', 'The password is not the one of this account.');

export const invalidRefreshToken = () =>
  new Problem(401, 'invalid-refresh-token', 'The refresh token is not valid, or not any more. Log in again.');

export const sessionEnded = () =>
  new Problem(401, 'session-ended', 'The session of this access token has ended. Log in again.', {
    headers: { 'www-authenticate': 'Bearer error="invalid_token"' },
  });

export const userNotFound = () => new Problem(404, 'user-not-found', 'There is no such user.');
