// Writes asyncapi.yaml from the topics, the event types and their examples.
const { writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { stringify } = require('yaml');
const { version } = require('../package.json');
const { asyncapi } = require('../dist/asyncapi/document');
const { example } = require('./examples');

/** The text of asyncapi.yaml as it should be. Through JSON, which drops the symbols in the schemas. */
exports.asyncapiYaml = () => {
  const document = asyncapi({ version, example: ({ type, version: newest }) => example(type, newest) });
  return stringify(JSON.parse(JSON.stringify(document)), { lineWidth: 120 });
};

if (require.main === module) writeFileSync(join(__dirname, '../asyncapi.yaml'), exports.asyncapiYaml());
