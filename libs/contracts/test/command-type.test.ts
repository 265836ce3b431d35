import { Type } from '@sinclair/typebox';
import { commandType } from '../src';

const Reserve = commandType(
  'stock.reserve',
  { name: 'stock-commands' },
  { data: Type.Object({ quantity: Type.Integer({ minimum: 1 }) }), reply: Type.Object({ left: Type.Integer() }) },
);

it('a command says what is wrong with its data and with its reply', () => {
  expect(Reserve).toMatchObject({ name: 'stock.reserve', topic: 'stock-commands' });
  expect(Reserve.errorsIn({ quantity: 1 })).toEqual([]);
  expect(Reserve.errorsIn({ quantity: 0 })).toMatchObject([{ pointer: '/data/quantity' }]);
  expect(Reserve.errorsInReply({ left: 3 })).toEqual([]);
  expect(Reserve.errorsInReply({})).toEqual([{ pointer: '/data/left', detail: 'is missing' }]);
});

it('fields it does not know are allowed, so that either side may be newer', () => {
  expect(Reserve.errorsIn({ quantity: 1, note: 'new' })).toEqual([]);
  expect(Reserve.errorsInReply({ left: 1, note: 'new' })).toEqual([]);
});
