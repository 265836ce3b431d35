/** One thing that a guide says to do. */
export type Step = { readonly run: string } | { readonly file: string; readonly text: string };

const block = /^```(\w*)\n(.*?)^```$/gms;
const boldPath = /\*\*\[?`([^`]+)`/g;

/**
 * What a guide says to do, in its order: the lines of its shell blocks are run, and every other block goes into the file whose path
 * stands in bold above it.
 */
export function stepsOf(markdown: string): Step[] {
  let read = 0;
  return [...markdown.matchAll(block)].flatMap(({ 0: all, 1: language, 2: text = '', index }): Step[] => {
    const prose = markdown.slice(read, index);
    read = index + all.length;
    if (language === 'sh') return commandsIn(text).map((run) => ({ run }));
    const [, file] = [...prose.matchAll(boldPath)].at(-1) ?? [];
    if (file === undefined) throw new Error(`no file stands above the block that begins with ${text.split('\n')[0]}`);
    return [{ file, text }];
  });
}

const commandsIn = (text: string): string[] => text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
