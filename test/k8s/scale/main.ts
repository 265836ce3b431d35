import { parseArgs } from 'node:util';
import { clusterOf, kindContext } from '../cluster/kubectl';
import { inRepository } from '../cluster/repository';
import { startRunner } from '../cluster/runner';
import { measured, withRun, writeProof } from './proof';
import { runSetting } from './run-setting';
import { type Setting, settings } from './settings';

const usage = `scale-proof: how long payments is late after a burst, with the real KEDA and HPA. Needs the release 'spillway' as
make k8s-test leaves it. Writes docs/proof/scale.md, scale.json and scale.svg. About ten minutes a setting.

  --context NAME   a context of a kind cluster (the current one)
  --only SETTING   one of ${settings.map(({ name }) => name).join(', ')} (may be given several times; all by default);
                   what the folder has of the others stays
  --out FOLDER     where to write (docs/proof)
`;

const say = (line: string) => void process.stdout.write(`${line}\n`);

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      context: { type: 'string' },
      only: { type: 'string', multiple: true },
      out: { type: 'string', default: inRepository('docs/proof') },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) {
    say(usage);
    return 0;
  }
  const chosen = chosenOf(values.only);
  const cluster = clusterOf(await kindContext(values.context));
  const runner = await startRunner(cluster);
  let runs = measured(values.out);
  let failed = 0;
  for (const setting of chosen) {
    say(`setting ${setting.name}: ${setting.about}`);
    const run = await runSetting(cluster, runner, setting, say);
    runs = withRun(runs, run);
    writeProof(values.out, runs);
    say(`written to ${values.out}`);
    if (run.verdict.findings.length > 0) failed += 1;
  }
  say(`${chosen.length - failed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

/** Those named, or all. A name that is none of them would measure nothing and pass. */
function chosenOf(names: readonly string[] | undefined): readonly Setting[] {
  if (!names) return settings;
  return names.map((name) => {
    const setting = settings.find((candidate) => candidate.name === name);
    if (!setting)
      throw new Error(`there is no setting ${name}; there are: ${settings.map((one) => one.name).join(', ')}`);
    return setting;
  });
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`scale-proof: ${error instanceof Error ? error.stack : String(error)}\n`);
    process.exit(1);
  },
);
