import { existsSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { root } from '../manifests/paths';
import { contentOf, tracked } from '../manifests/tracked';

/** Links of a document to files of this tree, without those to other sites. Code is no link. */
function linksIn(markdown: string): string[] {
  const prose = markdown.replace(/^```.*?^```$/gms, '').replace(/`[^`\n]*`/g, '');
  return [...prose.matchAll(/\]\(([^()\s]+)\)/g)].map(([, link = '']) => link).filter((link) => !/^[a-z]+:/.test(link));
}

/** The anchors that GitHub makes of headings. */
const anchorsIn = (markdown: string): string[] =>
  [...markdown.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );

/** What is wrong with a link in a file, if anything. */
function mistake(file: string, link: string): string | undefined {
  const [path = '', anchor] = link.split('#');
  const target = path === '' ? file : relative(root, join(root, dirname(file), decodeURI(path)));
  if (!existsSync(join(root, target))) return `${file}: there is no ${link}`;
  if (anchor === undefined || statSync(join(root, target)).isDirectory()) return undefined;
  const isLine = /^L\d+$/.test(anchor);
  return isLine || anchorsIn(contentOf(target) ?? '').includes(anchor)
    ? undefined
    : `${file}: nothing is called ${link}`;
}

describe('links', () => {
  it('lead somewhere, in every document', async () => {
    const documents = (await tracked()).filter((file) => file.endsWith('.md') && !file.includes('/templates/'));
    expect(documents).toEqual(expect.arrayContaining(['README.md', 'docs/architecture.md']));
    const links = documents.flatMap((file) => linksIn(contentOf(file) ?? '').map((link) => [file, link] as const));
    expect(links.length).toBeGreaterThan(50);
    expect(links.flatMap(([file, link]) => mistake(file, link) ?? [])).toEqual([]);
  });

  it('that lead nowhere are found', () => {
    const text = '[a](b.md) `[no](link)` [site](https://example.com)\n```\n[no](link)\n```\n';
    expect(linksIn(text)).toEqual(['b.md']);
    expect(mistake('README.md', 'docs/nothing.md')).toMatch(/there is no docs/);
    expect(mistake('README.md', '#nothing')).toMatch(/nothing is called #nothing/);
    expect(mistake('docs/architecture.md', '../README.md#speed')).toBeUndefined();
  });
});
