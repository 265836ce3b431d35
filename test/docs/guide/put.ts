const dots = /^\s*(\/\/|#|--) …$/;

/** Lines of a block between two lines of dots: new ones, those that are there already, from `at` on in the file, and new ones again. */
interface Part {
  readonly before: readonly string[];
  readonly known: readonly string[];
  readonly after: readonly string[];
  readonly at: number;
}

/**
 * A file after a block of the guide has been put into it: all of it is the block, unless the block has lines of three dots. Those
 * stand for what is there already, as do its beginning and its end. New lines go before or after the lines of the file that the block
 * repeats, or, where it repeats none, to the end.
 * @throws when the lines to stand on are not there
 */
export function put(present: string | undefined, block: string): string {
  const parts = partsOf(linesOf(block));
  if (parts.length === 1) return block;
  if (present === undefined) throw new Error('there is no such file yet, so three dots stand for nothing');
  const there = linesOf(present);
  const result: string[] = [];
  let taken = 0;
  for (const [index, lines] of parts.entries()) {
    if (lines.length === 0) continue;
    const { before, known, after, at } = placed(lines, there, taken);
    const isLost = known.length === 0 ? index < parts.length - 1 : index === 0 && before.length > 0;
    if (isLost) throw new Error(`this line is not there: ${lines[0]}`);
    result.push(...there.slice(taken, at), ...before, ...known, ...after);
    taken = at + known.length;
  }
  return `${[...result, ...there.slice(taken)].join('\n')}\n`;
}

const linesOf = (text: string): string[] => text.replace(/\n$/, '').split('\n');

function partsOf(lines: readonly string[]): string[][] {
  const parts: string[][] = [[]];
  for (const line of lines) {
    if (dots.test(line)) parts.push([]);
    else parts.at(-1)?.push(line);
  }
  return parts;
}

/** The longest run of the lines that the file has after `from`, what is new around it being whole: no bracket is left open. */
function placed(lines: readonly string[], there: readonly string[], from: number): Part {
  let best: Part = { before: lines, known: [], after: [], at: there.length };
  for (let at = from; at < there.length; at++) {
    for (let first = 0; first < lines.length; first++) {
      let length = 0;
      while (first + length < lines.length && there[at + length] === lines[first + length]) length++;
      const part = {
        before: lines.slice(0, first),
        known: lines.slice(first, first + length),
        after: lines.slice(first + length),
        at,
      };
      if (length > best.known.length && isWhole(part.before) && isWhole(part.after)) best = part;
    }
  }
  return best;
}

const isWhole = (lines: readonly string[]): boolean => {
  const text = lines.join('\n');
  return text.split(/[[({]/).length === text.split(/[\])}]/).length;
};
