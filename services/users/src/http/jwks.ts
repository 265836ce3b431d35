import { Type } from '@sinclair/typebox';
import { route } from '@spillway/chassis';
import type { SigningKeys } from '../keys/signing-keys';

/** New keys are here an hour before they sign; a verifier that asks every few minutes knows all it meets. */
export const getKeys = (keys: SigningKeys) =>
  route({
    method: 'get',
    path: '/.well-known/jwks.json',
    summary: 'The public keys that access tokens are verified with (RFC 7517)',
    answers: { 200: Type.Object({ keys: Type.Array(Type.Object({}, { additionalProperties: true })) }) },
    handle: () => ({ status: 200, body: keys.published(), headers: { 'cache-control': 'public, max-age=300' } }),
  });
