import { hkdfSync } from 'node:crypto';
import { type Env, Secret } from '@spillway/chassis';
import type { Terms } from './schedule';

export interface KeyConfig extends Terms {
  /** Encrypt and decrypt the private keys in the database: the first encrypts, all of them decrypt. In base64, 32 bytes each. */
  readonly encryptionKeys: readonly Secret[];
  /** How often the keys in the database are looked at. */
  readonly refreshMs: number;
}

const hour = 3_600_000;

export function keyConfig(from: Env, tokenLifetimeMs: number): KeyConfig {
  return {
    encryptionKeys: encryptionKeys(from),
    period: from.int('SIGNING_KEY_PERIOD_HOURS', { default: 30 * 24, min: 3, max: 365 * 24 }) * hour,
    lead: hour,
    trail: tokenLifetimeMs + hour,
    refreshMs: 30_000,
  };
}

function encryptionKeys(from: Env): Secret[] {
  const name = 'ENCRYPTION_KEYS';
  const keys = from
    .secret(name)
    .reveal()
    .split(',')
    .map((key) => key.trim());
  if (from.has(name) && !keys.every(isKey)) {
    from.fail(name, 'must be one or more keys of 32 bytes in base64, separated by commas (openssl rand -base64 32)');
  }
  return keys.map((key) => new Secret(key));
}

const isKey = (text: string): boolean => /^[A-Za-z0-9+/]{43}=$/.test(text);

export const bytesOf = (keys: readonly Secret[]): Buffer[] => keys.map((key) => Buffer.from(key.reveal(), 'base64'));

/** A key for another purpose, made from the first, so that one secret is enough to look after. */
export const derivedKey = ([first]: readonly Secret[], purpose: string): Buffer =>
  Buffer.from(hkdfSync('sha256', Buffer.from(first?.reveal() ?? '', 'base64'), '', purpose, 32));
