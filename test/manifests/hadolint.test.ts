import { tool } from './run';

const base = ['FROM node:24-bookworm-slim', 'WORKDIR /app', 'COPY dist dist/'];
const faultsOf = async (...lines: string[]): Promise<string> =>
  (await tool('hadolint', ['--no-color', '-'], `${lines.join('\n')}\n`)).stdout;

/** What images/ holds every Dockerfile against: these are the faults that it would not let through. */
describe('hadolint', () => {
  it('accepts an ordinary Dockerfile', async () => {
    expect(await faultsOf(...base, 'USER 65532:65532', 'CMD ["node", "dist/main.js"]')).toBe('');
  });

  it.each([
    ['a base without a version', ['FROM node', 'USER 65532'], /DL3006/],
    ['a base that is latest', ['FROM node:latest', 'USER 65532'], /DL3007/],
    ['root as the last user', [...base, 'USER root'], /DL3002/],
    ['a command through a shell', [...base, 'CMD node dist/main.js'], /DL3025/],
    ['ADD for what COPY does', [...base, 'ADD package.json ./'], /DL3020/],
    ['a folder that is not absolute', ['FROM node:24-bookworm-slim', 'WORKDIR app'], /DL3000/],
    ['packages of no pinned version', [...base, 'RUN apt-get update && apt-get install -y curl'], /DL3008/],
    ['a mistake in the shell of a RUN', [...base, 'RUN test "$VERSION" == 1 && echo $VERSION'], /SC2086/],
  ])('refuses %s', async (_, lines, rule) => {
    expect(await faultsOf(...lines)).toMatch(rule);
  });
});
