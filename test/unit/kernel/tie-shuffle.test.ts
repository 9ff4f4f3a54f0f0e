import { describe, expect, it } from 'vitest';
import { AT_FAULT, Kernel, openStream, TieShuffle } from '../../../sim/kernel/index.ts';
import { note, resultOf, Scribe } from './stage.ts';

const PARTIES = 4;

/** Many events of one instant, told apart by their numbers; and one later. */
function shuffled(seed: number): string[] {
  const kernel = new Kernel(new TieShuffle(openStream(seed, 'ties')));
  const book: string[] = [];
  const ids = Array.from({ length: PARTIES }, (_, id) => new Scribe(kernel, id, book).id);
  const faults = kernel.know({ occur: (key) => book.push(`${kernel.now} fault ${key}`) });
  for (let number = 0; number < 20; number++) {
    kernel.occurAt(10, AT_FAULT, faults, number);
    kernel.wakeAt(10, ids[number % PARTIES]!, 1, number);
    for (const from of ids) for (const to of ids) kernel.deliverAt(10, from, to, note(number));
    kernel.completeAt(10, ids[number % PARTIES]!, resultOf(number));
  }
  kernel.wakeAt(11, ids[0]!, 2, 0);
  kernel.run();
  return book;
}

const only = (book: readonly string[], what: string): string[] => book.filter((line) => line.includes(what));

describe('shuffled ties', () => {
  const [one, other] = [shuffled(1), shuffled(2)];

  it('keep what happens, and move it about', () => {
    expect([...one].sort()).toEqual([...other].sort());
    for (const what of ['fault', 'timer', 'work', 'from']) {
      expect(only(one, what)).not.toEqual(only(other, what));
    }
  });

  it('are the same for the same seed', () => {
    expect(shuffled(1)).toEqual(one);
  });

  it('keep time and priority', () => {
    expect(one.at(-1)).toBe('11 0 timer 2/0');
    const kinds = one
      .slice(0, -1)
      .map((line) => ['work', 'from', 'timer', 'fault'].findIndex((what) => line.includes(what)));
    expect(kinds).toEqual([...kinds].sort((a, b) => a - b));
  });

  it('keep the order of messages between any two parties', () => {
    for (let from = 0; from < PARTIES; from++) {
      for (let to = 0; to < PARTIES; to++) {
        const lines = one.filter((line) => line.startsWith(`10 ${to} from ${from}:`));
        expect(lines).toEqual(Array.from({ length: 20 }, (_, number) => `10 ${to} from ${from}: ${number}`));
      }
    }
  });

  it('mix messages of different pairs', () => {
    const numbers = only(one, 'from').map((line) => Number(line.split(': ')[1]));
    expect(numbers).not.toEqual([...numbers].sort((a, b) => a - b));
  });
});
