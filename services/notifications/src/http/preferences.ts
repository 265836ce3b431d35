import { type Static, Type } from '@sinclair/typebox';
import { type Database, Problem, route } from '@spillway/chassis';
import { limits } from '@spillway/contracts';
import type { Preference } from '../preferences/preference';
import { findPreferences, replacePreference, replaceSecret } from '../preferences/store';
import { newSecret, secretPattern } from '../webhooks/signature';

const params = Type.Object({ userId: Type.String({ minLength: 1, maxLength: limits.identifier }) });

const NewPreference = Type.Object(
  {
    email: Type.Optional(Type.String({ format: 'email', maxLength: 254 })),
    webhookUrl: Type.Optional(Type.String({ minLength: 1, maxLength: 2_048, description: 'Where to POST to; https' })),
    webhookSecret: Type.Optional(
      Type.String({ pattern: secretPattern, description: 'whsec_ and 24 to 64 bytes in base64; made when left out' }),
    ),
  },
  { additionalProperties: false, description: 'What is left out is removed' },
);

const shown = {
  userId: Type.String(),
  email: Type.Optional(Type.String()),
  webhookUrl: Type.Optional(Type.String()),
  webhookGone: Type.Optional(Type.Boolean({ description: 'The receiver answered 410 Gone; PUT again to resume' })),
};
const ShownPreference = Type.Object(shown);
const WrittenPreference = Type.Object({
  ...shown,
  webhookSecret: Type.Optional(Type.String({ description: 'Only when it was made by this request: shown once' })),
});

const show = ({ userId, email, webhook }: Preference): Static<typeof ShownPreference> => ({
  userId,
  ...(email !== undefined && { email }),
  ...(webhook !== undefined && { webhookUrl: webhook.url }),
  ...(webhook?.gone && { webhookGone: true }),
});

const invalid = (field: string, detail: string): Problem =>
  new Problem(422, 'validation-failed', 'The body does not have the required form.', {
    errors: [{ in: 'body', pointer: `/${field}`, detail }],
  });

/** Why a webhook address is not accepted; undefined when it is. */
export type RefusalOf = (url: string) => Promise<string | undefined>;

export const putPreference = (db: Database, refusalOf: RefusalOf) =>
  route({
    method: 'put',
    path: '/preferences/:userId',
    summary: 'Set how somebody is told who is not registered: by mail, by webhook',
    params,
    body: NewPreference,
    answers: { 200: WrittenPreference, 409: 'The user is registered, and says it in his profile' },
    async handle({ params: { userId }, body: { email, webhookUrl, webhookSecret } }) {
      if (webhookSecret !== undefined && webhookUrl === undefined)
        throw invalid('webhookUrl', 'is required with a secret');
      const refusal = webhookUrl === undefined ? undefined : await refusalOf(webhookUrl);
      if (refusal !== undefined) throw invalid('webhookUrl', refusal);
      const freshSecret = newSecret();
      const written = await replacePreference(db, { userId, email, webhookUrl, webhookSecret, freshSecret });
      if (written === undefined)
        throw new Problem(409, 'registered-user', 'A registered user sets address and webhook in his profile.');
      const isFresh = written.webhook?.secret === freshSecret;
      return { status: 200, body: { ...show(written), ...(isFresh && { webhookSecret: freshSecret }) } };
    },
  });

export const getPreference = (db: Database) =>
  route({
    method: 'get',
    path: '/preferences/:userId',
    summary: 'How a user is told; the secret is never shown',
    params,
    answers: { 200: ShownPreference, 404: 'Nothing is set for this user' },
    async handle({ params: { userId } }) {
      const [found] = await findPreferences(db, [userId]);
      if (found === undefined || found.deleted)
        throw new Problem(404, 'preference-not-found', 'Nothing is set for this user.');
      return { status: 200, body: show(found) };
    },
  });

export const postSecret = (db: Database) =>
  route({
    method: 'post',
    path: '/preferences/:userId/webhook-secret',
    summary: 'Give the webhook of a user a new secret, which is shown this once',
    params,
    answers: { 200: Type.Object({ webhookSecret: Type.String() }), 404: 'The user has no webhook' },
    async handle({ params: { userId } }) {
      const webhookSecret = newSecret();
      if (!(await replaceSecret(db, userId, webhookSecret)))
        throw new Problem(404, 'webhook-not-found', 'No webhook is set for this user.');
      return { status: 200, body: { webhookSecret }, headers: { 'cache-control': 'no-store' } };
    },
  });
