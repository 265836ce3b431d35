import fc from 'fast-check';
import { cutToBytes } from '../../src/kafka/cut-to-bytes';

it('is the longest beginning of whole characters that fits', () => {
  const text = fc.string({ unit: 'grapheme' });
  fc.assert(
    fc.property(text, fc.nat(40), (whole, bytes) => {
      const cut = cutToBytes(whole, bytes);
      expect(whole.startsWith(cut)).toBe(true);
      expect(Buffer.byteLength(cut)).toBeLessThanOrEqual(bytes);
      const [next = ''] = whole.slice(cut.length);
      if (next) expect(Buffer.byteLength(cut + next)).toBeGreaterThan(bytes);
    }),
  );
});
