import { mkdirSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { clusterOf, kindContext } from '../cluster/kubectl';
import { inRepository } from '../cluster/repository';
import { startRunner } from '../cluster/runner';
import { machine, versions } from './about';
import { document, type Run } from './document';
import { picture } from './picture';
import { runSetting } from './run-setting';
import { settings, work } from './settings';

const usage = `scale-proof: how long payments is late after a burst, with the real KEDA and HPA. Needs the release 'spillway' as
make k8s-test leaves it. Writes docs/proof/scale.md, scale.json and scale.svg. About ten minutes a setting.

  --context NAME   a context of a kind cluster (the current one)
  --only SETTING   one of ${settings.map(({ name }) => name).join(', ')} (may be given several times; all by default)
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
  const cluster = clusterOf(await kindContext(values.context));
  const runner = await startRunner(cluster);
  const runs: Run[] = [];
  for (const setting of settings.filter(({ name }) => values.only?.includes(name) ?? true)) {
    say(`setting ${setting.name}: ${setting.about}`);
    runs.push(await runSetting(cluster, runner, setting, say));
  }
  const about = { machine: machine(), versions: await versions(cluster), date: new Date().toISOString().slice(0, 10) };
  mkdirSync(values.out, { recursive: true });
  const write = (name: string, text: string) => writeFileSync(`${values.out}/${name}`, text);
  write('scale.json', `${JSON.stringify({ work, about, runs }, rounded, 1)}\n`);
  write(
    'scale.svg',
    picture(
      runs.map(({ setting, rows }) => ({ name: setting.name, rows })),
      work.targetSeconds,
    ),
  );
  write('scale.md', document(runs, about));
  say(`written to ${values.out}`);
  const failed = runs.filter(({ verdict }) => verdict.findings.length > 0).length;
  say(`${runs.length - failed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

const rounded = (_: string, value: unknown) => (typeof value === 'number' ? Math.round(value * 100) / 100 : value);

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`scale-proof: ${error instanceof Error ? error.stack : String(error)}\n`);
    process.exit(1);
  },
);
