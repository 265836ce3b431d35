import { lifecycle } from '@spillway/chassis';
import { telemetry } from '@spillway/chassis/telemetry'; // first: instrumentation hooks into require
import { readConfig } from './config';
import { wire } from './wire';

const config = readConfig(process.env); // throws with every mistake at once
const app = lifecycle(config.lifecycle);
app.add(telemetry(config.telemetry));
wire(app, config);
void app.run();
