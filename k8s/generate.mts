// Writes what Kubernetes must know of libs/contracts: topics, users and their rights, databases, the topology for the charts.
//   node k8s/generate.mts [--check]

import { generate } from '../scripts/generated-files.mts';
import { readContracts } from './generator/contracts.mts';
import { generatedFiles } from './generator/files.mts';

generate(generatedFiles(await readContracts()), { from: 'libs/contracts', target: 'manifests' });
