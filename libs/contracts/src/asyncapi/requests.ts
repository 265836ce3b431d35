import type { CommandType } from '../command-type';
import { commands } from '../registry';
import { requestHeaderNames } from '../request-headers';
import { requesters, responders } from '../requests';
import { deadLetterTopic, type Topic } from '../topic';
import { channel } from './channel';
import { messagesOf, problem, replyNameOf } from './request-message';

const carriedOutBy = (service: keyof typeof responders) =>
  [...commands.values()].filter(({ topic }) => topic === responders[service].commands.name);

const askedBy = (service: keyof typeof requesters) => requesters[service].asks.flatMap(carriedOutBy);

const names = Object.keys as <K extends string>(of: Record<K, unknown>) => K[];

const messagesIn = (topic: string, of: readonly string[]) =>
  of.map((name) => ({ $ref: `#/channels/${topic}/messages/${name}` }));

const repliesTo = (asked: readonly CommandType[]) => [...asked.map(replyNameOf), problem.name];

export const requestMessages = () =>
  Object.assign({}, ...[...commands.values()].map(messagesOf), { [problem.name]: problem });

/** A channel for each service's commands, and one for each asker's replies. */
export const requestChannels = () =>
  Object.fromEntries([
    ...names(responders).map((service) => {
      const topic = responders[service].commands;
      const description = `Carried out by ${service}. Key: ${topic.key}.`;
      return [topic.name, channel(topic, { description, messages: carriedOutBy(service).map(({ name }) => name) })];
    }),
    ...names(requesters).map((service) => {
      const topic: Topic = requesters[service].replies;
      const description = `Replies to ${service}: each of its processes reads one partition.`;
      return [topic.name, channel(topic, { description, messages: repliesTo(askedBy(service)) })];
    }),
  ]);

/** Who asks for what and waits for which reply; who carries it out and answers where the request says. */
export const requestOperations = () => [...names(requesters).flatMap(asking), ...names(responders).flatMap(answering)];

const asking = (service: keyof typeof requesters) =>
  askedBy(service).map((command) => {
    const { replies } = requesters[service];
    const operation = {
      action: 'send',
      channel: { $ref: `#/channels/${command.topic}` },
      messages: messagesIn(command.topic, [command.name]),
      reply: {
        channel: { $ref: `#/channels/${replies.name}` },
        messages: messagesIn(replies.name, repliesTo([command])),
      },
    };
    return [`${service}-ask-${command.name}`, operation] as const;
  });

const answering = (service: keyof typeof responders) =>
  carriedOutBy(service).map((command) => {
    const { group, commands: topic } = responders[service];
    const operation = {
      action: 'receive',
      channel: { $ref: `#/channels/${command.topic}` },
      description: `A failure is answered with a problem. What is no request goes to ${deadLetterTopic(topic, group)}.`,
      messages: messagesIn(command.topic, [command.name]),
      bindings: { kafka: { groupId: { type: 'string', enum: [group] }, bindingVersion: '0.5.0' } },
      reply: {
        address: {
          location: `$message.header#/${requestHeaderNames.replyTopic}`,
          description: `The partition is that of the header ${requestHeaderNames.replyPartition}`,
        },
      },
    };
    return [`${service}-answer-${command.name}`, operation] as const;
  });
