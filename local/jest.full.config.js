const own = require('./jest.config.js');

// What takes minutes, or a compiled collector: `make observe-test`, not `make test`.
module.exports = { ...own, testMatch: ['<rootDir>/full/**/*.test.ts'], maxWorkers: 1 };
