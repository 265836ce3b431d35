module.exports = {
  preset: '../../libs/chassis/jest-preset.js',
  testMatch: ['<rootDir>/**/*.test.ts'],
  // helm, kustomize and kubeconform are processes: a test may wait for several of them on a busy machine.
  testTimeout: 60_000,
};
