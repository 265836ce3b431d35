const { readFileSync } = require('node:fs');
const { join } = require('node:path');
exports.example = (type, version) =>
  JSON.parse(readFileSync(join(__dirname, '../examples', type, `${version}.json`), 'utf8'));
