// One handler behind two doors, Kafka and HTTP, in a process of its own as a service is.
import {
  answer,
  http,
  httpConfig,
  kafkaClient,
  kafkaConfig,
  lifecycle,
  lifecycleConfig,
  readEnvironment,
  responder,
  route,
} from '@spillway/chassis';
import type { CommandData } from '@spillway/contracts';
import { Echo, topicNames } from './echo-command';

const identity = { service: 'bench', version: '0' };
const config = readEnvironment(process.env, (from) => ({
  lifecycle: lifecycleConfig(from, identity),
  http: httpConfig(from),
  kafka: kafkaConfig(from, { service: 'bench', group: 'bench' }),
}));

const handle = async (data: CommandData<typeof Echo>) => data;

const app = lifecycle(config.lifecycle);
const kafka = app.add(kafkaClient(config.kafka));
app.add(responder({ kafka, group: 'bench', replyTopics: [topicNames.replies], answers: [answer(Echo, handle)] }));
const echo = route({
  method: 'post',
  path: '/echo',
  summary: 'Gives back what it was given',
  body: Echo.data,
  answers: { 200: Echo.reply },
  handle: async ({ body }) => ({ status: 200, body }),
});
const server = app.add(http({ config: config.http, routes: [echo], lifecycle: app, title: 'bench', version: '0' }));
void app.run().then(() => process.send?.({ port: server.port() }));
