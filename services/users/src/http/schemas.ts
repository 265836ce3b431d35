import { type Static, Type } from '@sinclair/typebox';
import { limits } from '@spillway/contracts';
import { passwordLength } from '../domain/password';
import { roles } from '../domain/roles';
import type { User } from '../domain/user';
import { tokenPattern } from '../sessions/opaque-token';

/** Checked and normalised by domain/email.ts; here only that it is no flood. */
export const Email = Type.String({ minLength: 3, maxLength: 320, description: 'Trimmed and written in lower case' });

/** Half a surrogate pair is no character; two of them would become the same bytes. */
const whole = '^\\P{Surrogate}*$';

export const NewPassword = Type.String({
  minLength: passwordLength.min,
  maxLength: passwordLength.max,
  pattern: whole,
  description: 'Any characters; nothing is trimmed or cut off',
});

/** One that is only checked. */
export const Password = Type.String({ minLength: 1, maxLength: passwordLength.max, pattern: whole });

export const Name = Type.String({
  minLength: 1,
  maxLength: limits.name,
  pattern: '^[^\\p{Cc}\\p{Surrogate}]*$',
  description: 'No control characters, line ends among them',
});

export const WebhookUrl = Type.String({
  minLength: 1,
  maxLength: limits.url,
  description: 'https, not into private networks',
});

export const RefreshToken = Type.String({ pattern: tokenPattern });

export const Role = Type.Unsafe<User['role']>({ type: 'string', enum: [...roles] });

export const Profile = Type.Object({
  userId: Type.String({ format: 'uuid' }),
  email: Type.String(),
  name: Type.Optional(Type.String()),
  role: Role,
  webhookUrl: Type.Optional(Type.String()),
});

export const profile = ({ version: _, ...shown }: User): Static<typeof Profile> => shown;

export const Tokens = Type.Object({
  accessToken: Type.String({ description: 'JWT: Authorization: Bearer <token>' }),
  tokenType: Type.Literal('Bearer'),
  expiresIn: Type.Integer({ description: 'Seconds' }),
  refreshToken: Type.String({ description: 'Good for one use; the answer has the next one' }),
});

/** What is for its owner's eyes only stays in no cache. */
export const uncached = { 'cache-control': 'no-store' };
