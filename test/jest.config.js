module.exports = {
  preset: '../libs/chassis/jest-preset.js',
  testMatch: ['<rootDir>/{e2e,load,k8s/unit}/**/*.test.ts'],
  testTimeout: 120_000,
};
