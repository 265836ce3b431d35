import { registry } from '../src';
import { brokenPromises } from '../src/compatibility/broken-promises';
import { readStored } from '../src/compatibility/stored';
import { folder } from './example';

describe('the event types', () => {
  it('keep what every released version promised', () => {
    const broken = brokenPromises(registry, readStored(folder));
    // Thrown rather than expected: the message is what says what to do.
    if (broken.length > 0) throw new Error(`\n- ${broken.join('\n- ')}`);
  });
});
