// A responder in a process of its own, which takes a command and never answers: it is killed in the middle.
import { answer, kafkaClient, responder } from '../../../src/kafka';
import { testKafka } from '../../../src/testing';
import { echoCommand } from './request-scene';

const { COMMAND = '', TOPIC = '', GROUP = '', REPLIES = '' } = process.env;

async function main(): Promise<void> {
  const kafka = kafkaClient(testKafka({ sessionTimeout: 6_000, heartbeatInterval: 500 }));
  await kafka.start?.(() => process.exit(1));
  const handle = () => {
    process.send?.('taken');
    return new Promise<never>(() => {});
  };
  const answers = [answer(echoCommand(COMMAND, TOPIC), handle)];
  await responder({ kafka, group: GROUP, replyTopics: [REPLIES], answers }).start?.(() => process.exit(1));
  process.send?.('ready');
}

void main();
