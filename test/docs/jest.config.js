module.exports = {
  preset: '../../libs/chassis/jest-preset.js',
  testMatch: ['<rootDir>/**/*.test.ts'],
  // Whole builds are waited for, on machines that have other things to do as well.
  testTimeout: 600_000,
};
