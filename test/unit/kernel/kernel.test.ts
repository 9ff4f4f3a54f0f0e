import { describe, expect, it } from 'vitest';
import { AT_ARRIVAL, AT_FAULT, Kernel } from '../../../sim/kernel/index.ts';
import { note, resultOf, Scribe } from './stage.ts';

function stage(count = 2): { kernel: Kernel; book: string[]; parties: Scribe[] } {
  const kernel = new Kernel();
  const book: string[] = [];
  return { kernel, book, parties: Array.from({ length: count }, (_, id) => new Scribe(kernel, id, book)) };
}

describe('the run loop', () => {
  it('hands each event to whom it is for, in the order of an instant: work, messages, timers, faults', () => {
    const { kernel, book, parties } = stage();
    const [a, b] = [parties[0]!.id, parties[1]!.id];
    const fault = kernel.know({ occur: (key) => book.push(`${kernel.now} fault ${key}`) });
    kernel.occurAt(10, AT_FAULT, fault, 3);
    kernel.wakeAt(10, a, 7, 8);
    kernel.deliverAt(10, a, b, note(5));
    kernel.occurAt(10, AT_ARRIVAL, fault, 4);
    kernel.completeAt(10, b, resultOf(6));
    kernel.wakeAt(9, b, 1, 2);
    expect(kernel.pending).toBe(6);
    expect(kernel.run()).toBe('drained');
    expect(book).toEqual([
      '9 1 timer 1/2',
      '10 1 work 6',
      '10 1 from 0: 5',
      '10 fault 4',
      '10 0 timer 7/8',
      '10 fault 3',
    ]);
    expect(kernel.now).toBe(10);
    expect(kernel.events).toBe(6);
    expect(kernel.pending).toBe(0);
  });

  it('keeps the order of asking among equal events', () => {
    const { kernel, book, parties } = stage(1);
    for (let key = 0; key < 200; key++) kernel.wakeAt(5, parties[0]!.id, 1, key);
    kernel.run();
    expect(book).toEqual(Array.from({ length: 200 }, (_, key) => `5 0 timer 1/${key}`));
  });

  it('stops after the event that asks for it, and can go on', () => {
    const { kernel, book, parties } = stage(1);
    parties[0]!.onWake = (kind) => {
      if (kind === 1) kernel.stop();
    };
    kernel.wakeAt(1, parties[0]!.id, 1, 0);
    kernel.wakeAt(1, parties[0]!.id, 2, 0);
    expect(kernel.run()).toBe('stopped');
    expect(book).toEqual(['1 0 timer 1/0']);
    expect(kernel.pending).toBe(1);
    expect(kernel.run()).toBe('drained');
    expect(book).toEqual(['1 0 timer 1/0', '1 0 timer 2/0']);
  });

  it('settles what is due now, and nothing later', () => {
    const { kernel, book, parties } = stage(1);
    const { id } = parties[0]!;
    parties[0]!.onWake = (kind) => {
      if (kind === 1) kernel.wakeAt(0, id, 2, 0);
    };
    kernel.wakeAt(0, id, 1, 0);
    kernel.wakeAt(1, id, 3, 0);
    kernel.settle();
    expect(book).toEqual(['0 0 timer 1/0', '0 0 timer 2/0']);
    expect(kernel.events).toBe(2);
    expect(kernel.now).toBe(0);
  });
});

describe('cancelling', () => {
  it('takes back a timer or a completion once, and not what has happened', () => {
    const { kernel, book, parties } = stage(1);
    const { id } = parties[0]!;
    const timer = kernel.wakeAt(5, id, 1, 0);
    const work = kernel.completeAt(6, id, resultOf(1));
    const kept = kernel.wakeAt(7, id, 2, 0);
    expect([kernel.cancel(timer), kernel.cancel(work), kernel.cancel(timer)]).toEqual([true, true, false]);
    kernel.run();
    expect(book).toEqual(['7 0 timer 2/0']);
    expect(kernel.cancel(kept)).toBe(false);
    expect(kernel.events).toBe(1);
  });

  it('leaves no trace in the fingerprint', () => {
    const plain = stage(1);
    plain.kernel.wakeAt(9, plain.parties[0]!.id, 2, 0);
    plain.kernel.run();
    const other = stage(1);
    const timer = other.kernel.wakeAt(5, other.parties[0]!.id, 1, 0);
    other.kernel.wakeAt(9, other.parties[0]!.id, 2, 0);
    other.kernel.cancel(timer);
    other.kernel.run();
    expect(other.kernel.fingerprint.toString()).toBe(plain.kernel.fingerprint.toString());
  });
});

describe('lives', () => {
  it('take their timers and their work with them; messages go to whoever stands in', () => {
    const { kernel, book, parties } = stage();
    const [a, b] = parties as [Scribe, Scribe];
    kernel.wakeAt(5, b.id, 1, 1);
    kernel.completeAt(6, b.id, resultOf(1));
    kernel.deliverAt(6, a.id, b.id, note(1));
    kernel.wakeAt(6, a.id, 9, 9);
    kernel.down(b.id, b);
    kernel.wakeAt(7, a.id, 8, 8);
    kernel.run();
    expect(book).toEqual(['6 1 missed from 0: 1', '6 0 timer 9/9', '7 0 timer 8/8']);
    expect(kernel.events).toBe(3);
    kernel.up(b.id, b);
    kernel.wakeAt(8, b.id, 2, 2);
    kernel.completeAt(9, b.id, resultOf(2));
    kernel.deliverAt(9, a.id, b.id, note(2));
    kernel.run();
    expect(book.slice(3)).toEqual(['8 1 timer 2/2', '9 1 work 2', '9 1 from 0: 2']);
  });

  it('do not wake the timers of the life before the last', () => {
    const { kernel, book, parties } = stage(1);
    const [a] = parties as [Scribe];
    for (let life = 0; life < 5; life++) {
      kernel.wakeAt(10 + life, a.id, 1, life);
      if (life === 4) break;
      kernel.down(a.id, a);
      kernel.up(a.id, a);
    }
    kernel.run();
    expect(book).toEqual(['14 0 timer 1/4']);
  });

  it('that are over do not move the clock or the fingerprint', () => {
    const { kernel, parties } = stage(1);
    const before = kernel.fingerprint.toString();
    kernel.wakeAt(50, parties[0]!.id, 1, 0);
    kernel.down(parties[0]!.id, parties[0]!);
    expect(kernel.run()).toBe('drained');
    expect([kernel.now, kernel.events, kernel.fingerprint.toString()]).toEqual([0, 0, before]);
  });
});

describe('the fingerprint', () => {
  const script: readonly ((kernel: Kernel) => void)[] = [
    (kernel) => kernel.wakeAt(1, 0 as never, 1, 0),
    (kernel) => kernel.deliverAt(2, 0 as never, 1 as never, note(1)),
    (kernel) => kernel.completeAt(3, 1 as never, resultOf(1)),
    (kernel) => kernel.wakeAt(4_294_967_296 * 5, 1 as never, 1, 0),
  ];
  const fingerprintOf = (steps: typeof script): string => {
    const { kernel } = stage(3);
    for (const step of steps) step(kernel);
    kernel.run();
    return kernel.fingerprint.toString();
  };
  const original = fingerprintOf(script);

  it('is the same for the same events, and 16 hex digits', () => {
    expect(fingerprintOf(script)).toBe(original);
    expect(original).toMatch(/^[0-9a-f]{16}$/);
  });

  it('differs if any event is missing', () => {
    const all = script.map((_, missing) => fingerprintOf(script.filter((__, at) => at !== missing)));
    expect(new Set([original, ...all]).size).toBe(5);
  });

  it.each<[string, (kernel: Kernel) => void]>([
    ['its time', (kernel) => kernel.wakeAt(2, 0 as never, 1, 0)],
    ['the high word of its time', (kernel) => kernel.wakeAt(4_294_967_297, 0 as never, 1, 0)],
    ['its party', (kernel) => kernel.wakeAt(1, 2 as never, 1, 0)],
    ['its kind', (kernel) => kernel.completeAt(1, 0 as never, resultOf(1))],
  ])('differs if one event differs in %s', (_, other) => {
    expect(fingerprintOf([other, ...script.slice(1)])).not.toBe(original);
  });

  it('differs if two events change places', () => {
    const swapped = (first: number, second: number): string =>
      fingerprintOf([
        (kernel) => kernel.wakeAt(1, first as never, 1, 0),
        (kernel) => kernel.wakeAt(1, second as never, 1, 0),
      ]);
    expect(swapped(0, 1)).not.toBe(swapped(1, 0));
  });
});

/** A promise to be settled from outside, as that of a pool of real workers. */
function pending<T>(): { promise: Promise<T>; resolve: (value: T) => void; reject: (why: Error) => void } {
  let resolve!: (value: T) => void;
  let reject!: (why: Error) => void;
  const promise = new Promise<T>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}
const turns = (): Promise<void> => new Promise((done) => setTimeout(done, 5));

describe('waiting for real work', () => {
  it('stops virtual time until the end of the work is known', async () => {
    const { kernel, book, parties } = stage(1);
    const { id } = parties[0]!;
    const work = pending<number>();
    parties[0]!.onWake = (kind) => {
      if (kind !== 1) return;
      kernel.holdFor(work.promise, (cost) => {
        book.push(`${kernel.now} known`);
        kernel.completeAt(kernel.now + cost, id, resultOf(1));
      });
    };
    kernel.wakeAt(10, id, 1, 0);
    kernel.wakeAt(12, id, 2, 0);
    const end = kernel.runToEnd();
    await turns();
    expect(book).toEqual(['10 0 timer 1/0']);
    work.resolve(1);
    expect(await end).toBe('drained');
    expect(book).toEqual(['10 0 timer 1/0', '10 known', '11 0 work 1', '12 0 timer 2/0']);
  });

  it('releases several holds in the order they were taken, whichever is known first', async () => {
    const { kernel, book, parties } = stage(1);
    const works = [pending<string>(), pending<string>(), pending<string>()];
    for (const { promise } of works) kernel.holdFor(promise, (name) => book.push(name));
    kernel.wakeAt(1, parties[0]!.id, 1, 0);
    expect(kernel.run()).toBe('waiting');
    const end = kernel.runToEnd();
    works[2]!.resolve('third');
    await turns();
    works[0]!.resolve('first');
    await turns();
    works[1]!.resolve('second');
    await end;
    expect(book).toEqual(['first', 'second', 'third', '1 0 timer 1/0']);
  });

  it('waits again for work that begins when other work is known', async () => {
    const { kernel, book, parties } = stage(1);
    kernel.holdFor(Promise.resolve('one'), (name) => {
      book.push(name);
      kernel.holdFor(Promise.resolve('two'), (next) => book.push(next));
    });
    kernel.wakeAt(1, parties[0]!.id, 1, 0);
    expect(await kernel.runToEnd()).toBe('drained');
    expect(book).toEqual(['one', 'two', '1 0 timer 1/0']);
  });

  it('surfaces the failure of any of them, the later ones too, and releases nothing after it', async () => {
    const unhandled: unknown[] = [];
    const listener = (why: unknown): void => void unhandled.push(why);
    process.on('unhandledRejection', listener);
    const { kernel, book } = stage(1);
    const works = [pending<string>(), pending<string>(), pending<string>()];
    for (const { promise } of works) kernel.holdFor(promise, (name) => book.push(name));
    const end = kernel.runToEnd();
    const seen = expect(end).rejects.toThrow('second broke');
    works[1]!.reject(new Error('second broke'));
    works[2]!.reject(new Error('third broke'));
    await turns();
    works[0]!.resolve('first');
    await seen;
    await turns();
    process.off('unhandledRejection', listener);
    expect(book).toEqual(['first']);
    expect(unhandled).toEqual([]);
  });
});
