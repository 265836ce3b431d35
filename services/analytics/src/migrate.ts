import { migrateService } from '@spillway/chassis';
import { migrationsFolder, readDatabaseConfig } from './config';

void migrateService(readDatabaseConfig(process.env), migrationsFolder);
