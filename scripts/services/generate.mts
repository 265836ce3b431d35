// Writes what every service has alike, and the lists that name them all: Dockerfiles, skaffold, the chart of everything, releases.
//   node scripts/services/generate.mts [--check]

import { generate } from '../generated-files.mts';
import { generatedFiles } from './files.mts';
import { readServices } from './list.mts';

generate(generatedFiles(await readServices()), { from: 'local/src/system/services.ts', target: 'services' });
