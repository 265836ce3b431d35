const seed = 0x9747b28c;
const m = 0x5bd1e995;

/**
 * The 32-bit murmur2 hash with which Java's client (and kafkajs) choose the partition of a key. kafkajs multiplies
 * 64-bit objects for it; Math.imul does the same in about a tenth of the time.
 */
export function murmur2(data: Buffer): number {
  const { length } = data;
  let hash = seed ^ length;
  const whole = length & ~3;
  for (let at = 0; at < whole; at += 4) {
    let k = Math.imul(data.readInt32LE(at), m);
    k ^= k >>> 24;
    hash = Math.imul(hash, m) ^ Math.imul(k, m);
  }
  const rest = length & 3;
  if (rest === 3) hash ^= (data[whole + 2] ?? 0) << 16;
  if (rest >= 2) hash ^= (data[whole + 1] ?? 0) << 8;
  if (rest >= 1) hash = Math.imul(hash ^ (data[whole] ?? 0), m);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, m);
  return hash ^ (hash >>> 15);
}
