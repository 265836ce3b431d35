import { commandType, Money } from '@spillway/contracts';

export const topicNames = { commands: 'bench-commands', replies: 'bench-replies' } as const;

export const Echo = commandType('bench.echo', { name: topicNames.commands }, { data: Money, reply: Money });

export const amount = { amount: 2_500, currency: 'EUR' } as const;
