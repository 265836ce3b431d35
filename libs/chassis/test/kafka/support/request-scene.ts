import { type Static, Type } from '@sinclair/typebox';
import { type CommandType, commandType } from '@spillway/contracts';
import { register } from 'prom-client';
import type { KafkaConfig } from '../../../src/config';
import {
  answer,
  type CommandHandler,
  type RequesterOptions,
  type ResponderOptions,
  requester,
  responder,
} from '../../../src/kafka';
import { createTopics, uniqueName } from '../../../src/testing';
import { type SceneOptions, scene } from './scene';

const Text = Type.Object({ text: Type.String({ minLength: 1 }) });
export type Echo = CommandType<string, Static<typeof Text>, Static<typeof Text>>;

export const echoCommand = (name: string, topic: string): Echo =>
  commandType(name, { name: topic }, { data: Text, reply: Text });

export const echo: CommandHandler<Echo> = async ({ text }) => ({ text });

export interface RequestSceneOptions extends SceneOptions {
  replyPartitions?: number;
  maxReplyTopicBytes?: number;
}

/** A scene with a command nobody else knows, and a topic for its answers. */
export async function requestScene({ replyPartitions = 1, maxReplyTopicBytes, ...options }: RequestSceneOptions = {}) {
  const stage = await scene(options);
  const { config, group } = stage;
  const replyTopic = uniqueName('replies');
  await createTopics([replyTopic], {
    partitions: replyPartitions,
    config,
    ...(maxReplyTopicBytes !== undefined && { maxMessageBytes: maxReplyTopicBytes }),
  });
  const Echo = echoCommand(`${uniqueName('texts')}.echo`, stage.topic.name);

  return {
    ...stage,
    replyTopic,
    Echo,

    async requester(more: Partial<RequesterOptions> = {}) {
      return stage.start(requester({ kafka: await stage.clientWith({}), replyTopic, ...more }));
    },

    async responder(
      handle: CommandHandler<Echo> = echo,
      { config: settings = {}, ...more }: Partial<ResponderOptions> & { config?: Partial<KafkaConfig> } = {},
    ) {
      const kafka = await stage.clientWith(settings);
      return stage.start(
        responder({ kafka, group, replyTopics: [replyTopic], answers: [answer(Echo, handle)], ...more }),
      );
    },

    /** How many commands have had this outcome so far. */
    commands: (outcome: string) => metric('kafka_commands_total', { command: Echo.name, outcome }),
  };
}

export type RequestScene = Awaited<ReturnType<typeof requestScene>>;

/** The sum of all series of a metric that have these labels. */
export async function metric(name: string, labels: Record<string, string> = {}): Promise<number> {
  const values = (await register.getSingleMetric(name)?.get())?.values ?? [];
  const wanted = values.filter((series) =>
    Object.entries(labels).every(([label, value]) => series.labels[label] === value),
  );
  return wanted.reduce((sum, { value }) => sum + value, 0);
}

/** A promise to be opened by hand. */
export function gate() {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open: () => open() };
}
