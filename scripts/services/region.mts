/**
 * The text with a new inside between its two marks, lines that hold `<name>: begin` and `<name>: end`. What stands around them is
 * written by people.
 * @throws when the text does not have both
 */
export function withRegion(text: string, name: string, inside: readonly string[]): string {
  const lines = text.split('\n');
  const begin = lines.findIndex((line) => line.includes(`${name}: begin`));
  const end = lines.findIndex((line) => line.includes(`${name}: end`));
  if (begin < 0 || end < begin) throw new Error(`there are no lines "${name}: begin" and "${name}: end"`);
  return [...lines.slice(0, begin + 1), ...inside, ...lines.slice(end)].join('\n');
}
