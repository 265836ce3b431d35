import { createHash } from 'node:crypto';

const localPart = (userId: string): string => {
  const plain = userId
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/\.{2,}/g, '.')
    .replace(/^[.-]+|[.-]+$/g, '')
    .slice(0, 48)
    .replace(/[.-]+$/, '');
  if (plain === userId) return plain;
  // Two users must never share an address because their ids look alike once cleaned.
  const tail = createHash('sha256').update(userId).digest('hex').slice(0, 12);
  return plain === '' ? tail : `${plain}-${tail}`;
};

/** Where mail goes for users who have set no address: one safe address per user id at the given domain. */
export const fallbackAddress = (userId: string, domain: string): string => `${localPart(userId)}@${domain}`;
