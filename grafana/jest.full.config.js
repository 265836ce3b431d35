const preset = require('../libs/chassis/jest-preset.js');

// Minutes of drills, one system after the other: `make observe-test`, not `make test`.
module.exports = { ...preset, testMatch: ['<rootDir>/drills/**/*.test.ts'], maxWorkers: 1, testTimeout: 300_000 };
