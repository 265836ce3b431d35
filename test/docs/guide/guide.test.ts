import { put } from './put';
import { stepsOf } from './steps';

const fence = '```';

describe('the steps of a guide', () => {
  it('are its commands and its files, in its order', () => {
    const guide = [
      `${fence}sh\nmake one\n# a remark\nmake two\n${fence}`,
      `**\`a.ts\`**: what a is, unlike \`b.ts\`.\n\n${fence}ts\nconst a = 1;\n${fence}`,
    ].join('\n\n');
    expect(stepsOf(guide)).toEqual([
      { run: 'make one' },
      { run: 'make two' },
      { file: 'a.ts', text: 'const a = 1;\n' },
    ]);
  });

  it('know the file of every block', () => {
    const orphan = `${fence}ts\nconst a = 1;\n${fence}`;
    expect(() => stepsOf(orphan)).toThrow(/no file.*const a = 1/);
    // The file of one block is not the next one's as well.
    expect(() => stepsOf(`**\`a.ts\`**\n\n${orphan}\n\n${orphan}`)).toThrow(/no file/);
  });
});

describe('a block in its file', () => {
  const list = 'import x;\n\nconst list = {\n  a: 1,\n  b: 2,\n} as const;\n\nconst other = {\n  a: 1,\n} as const;\n';

  it('is all of it', () => expect(put(list, 'const list = 1;\n')).toBe('const list = 1;\n'));

  it('is all of a file that was not there', () => expect(put(undefined, 'new\n')).toBe('new\n'));

  it.each([
    [
      'before the line that comes after the dots',
      'const list = {\n  // …\n  c: 3,\n} as const;\n',
      '  b: 2,\n  c: 3,\n}',
    ],
    ['after the line that stands before it', '// …\n  a: 1,\n  c: 3,\n// …\n', '  a: 1,\n  c: 3,\n  b: 2,\n'],
    [
      'in the place that is meant of two',
      'const other = {\n  // …\n  c: 3,\n} as const;\n',
      'other = {\n  a: 1,\n  c: 3,\n}',
    ],
    ['at the end', '// …\nlast\n', '} as const;\nlast\n'],
  ])('leaves what is there, and stands %s', (_, block, part) => {
    const result = put(list, block);
    expect(result).toContain(part);
    expect(result.split('\n')).toEqual(expect.arrayContaining(list.split('\n')));
    expect(result.split('\n')).toHaveLength(list.split('\n').length + 1);
  });

  it('is refused where what it stands on is not there', () => {
    expect(() => put(list, 'const lost = {\n  // …\n  c: 3,\n} as const;\n')).toThrow(/const lost/);
    expect(() => put(undefined, '// …\nlast\n')).toThrow(/no such file/);
  });
});
