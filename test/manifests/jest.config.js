const { transform } = require('../../libs/chassis/jest-preset.js');

module.exports = {
  preset: '../../libs/chassis/jest-preset.js',
  testMatch: ['<rootDir>/**/*.test.ts'],
  // What Node runs from source is ESM; its pure parts are tested here as well.
  transform: { '^.+\\.m?ts$': Object.values(transform)[0] },
  globalSetup: './setup.ts',
  // helm, kustomize and kubeconform are processes: a test may wait for several of them on a busy machine.
  testTimeout: 60_000,
};
