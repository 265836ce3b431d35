// The service is reached by its name and says that all its parts can work; its metrics are there to be scraped.
// Rules of a network policy take a moment to be in force for a new pod: refused connections are tried again for half a minute.
const say = (line) => process.stdout.write(`${line}\n`);
const until = Date.now() + 30_000;

async function get(path) {
  for (;;) {
    try {
      return await fetch(process.env.URL + path, { signal: AbortSignal.timeout(5_000) });
    } catch (error) {
      if (Date.now() > until) throw new Error(`${path}: ${error.cause?.message ?? error.message}`);
      await new Promise((resolve) => setTimeout(resolve, 1_000));
    }
  }
}

const ready = await get('/readyz');
const readiness = await ready.json();
say(`/readyz: ${ready.status} ${JSON.stringify(readiness)}`);
if (ready.status !== 200 || readiness.ready !== true) throw new Error('the service is not ready');

const metrics = await (await get('/metrics')).text();
if (!metrics.includes('process_start_time_seconds')) throw new Error('the metrics are not there');
say(`/metrics: ${metrics.split('\n').length} lines`);
