const { transform } = require('../../libs/chassis/jest-preset.js');

module.exports = {
  preset: '../../libs/chassis/jest-preset.js',
  testMatch: ['<rootDir>/**/*.test.ts'],
  // What Node runs from source is ESM; its pure parts are tested here as well.
  transform: { '^.+\\.m?ts$': Object.values(transform)[0] },
  // Whole builds are waited for, on machines that have other things to do as well.
  testTimeout: 600_000,
};
