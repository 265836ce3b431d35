/** NIST SP 800-63B: length counts, rules of composition do not. The upper bound is above any phrase, and below any flood. */
export const passwordLength = { min: 8, max: 128 } as const;

/**
 * The bytes that are hashed: every character, nothing trimmed, nothing cut off. Composed, because the same password comes
 * composed from one keyboard and decomposed from another.
 */
export const passwordBytes = (password: string): Buffer => Buffer.from(password.normalize('NFKC'), 'utf8');
