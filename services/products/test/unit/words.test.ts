import { folded, wordsOf } from '../../src/domain/words';

it.each([
  ['Café Crème', 'cafe creme'],
  ['ΑΘΗΝΑ', 'αθηνα'],
  ['Ёлка', 'елка'],
  ['ﬁne', 'fine'],
])('folds %s to %s', (text, plain) => expect(folded(text)).toBe(plain));

it.each([
  ['Enamel mug, 350 ml', ['enamel', 'mug', '350', 'ml']],
  ["' | & ! :* \\ (", []],
  ['a mug a mug', ['mug']],
  ['x'.repeat(41), []],
  ['', []],
])('finds the words of %p', (text, words) => expect(wordsOf(text)).toEqual(words));
