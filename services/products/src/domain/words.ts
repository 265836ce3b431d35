/** Text as it is searched for: without accents and capitals, in whatever alphabet, so that it depends on no server's locale. */
export const folded = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();

const shortest = 2;
const longest = 40;

/** The words of a text, folded, each once. One letter is no word, and what is longer than any word is a number or noise. */
export function wordsOf(text: string): string[] {
  const words = folded(text).match(/[\p{L}\p{N}]+/gu) ?? [];
  return [...new Set(words)].filter((word) => word.length >= shortest && word.length <= longest);
}
