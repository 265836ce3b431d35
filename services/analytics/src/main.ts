import { lifecycle, migrations } from '@spillway/chassis';
import { telemetry } from '@spillway/chassis/telemetry';
import { migrationsFolder, readConfig } from './config';
import { wire } from './wire';

const config = readConfig(process.env); // throws with every mistake at once
const app = lifecycle(config.lifecycle);
app.add(telemetry(config.telemetry));
if (config.migrateOnStart) app.add(migrations(config.database, migrationsFolder));
wire(app, config); // database, provider, consumer, relay, http: the whole service on one screen
void app.run(); // ready when all are; SIGTERM drains
