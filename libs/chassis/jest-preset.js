const toCommonJs = (syntax) => [
  require.resolve('@swc/jest'),
  { jsc: { parser: { syntax }, target: 'es2023' }, module: { type: 'commonjs' }, sourceMaps: 'inline' },
];

/** The one jest set-up: TypeScript through swc, tests under test/, real brokers and databases given by the environment. */
module.exports = {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  transform: {
    '^.+\\.ts$': toCommonJs('typescript'),
    // jose comes as modules only: Node can require them, jest cannot.
    '/node_modules/jose/.+\\.js$': toCommonJs('ecmascript'),
  },
  transformIgnorePatterns: ['/node_modules/(?!jose/)'],
  // Far above what any test needs: a limit for what hangs, not a statement about the speed of the machine.
  testTimeout: 120_000,
};
