import { createHash, createHmac, randomBytes } from 'node:crypto';

// 256 bits of chance: nobody guesses one, so a plain hash is enough to store it by.
const bytes = 32;

/** What a refresh token looks like to its owner. */
export const tokenPattern = '^[A-Za-z0-9_-]{43}$';

export const newToken = (): string => randomBytes(bytes).toString('base64url');

export const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest();

/** As many bytes as a token has, that only its owner can make; used once, for its one successor. */
const pad = (token: string): Buffer => createHmac('sha256', token).update('successor').digest();

const xor = (one: Buffer, other: Buffer): Buffer => Buffer.from(one.map((byte, index) => byte ^ (other[index] ?? 0)));

/** The successor as it is stored with the token before it: without that token it cannot be read. */
export const seal = (successor: string, token: string): Buffer => xor(Buffer.from(successor, 'base64url'), pad(token));

export const unseal = (sealed: Buffer, token: string): string => xor(sealed, pad(token)).toString('base64url');
