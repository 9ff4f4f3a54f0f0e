import { describe, expect, it } from 'vitest';
import type { Bytes, PartyId, TaskId } from '../../../core/foundation/index.ts';
import { taskId } from '../../../core/foundation/index.ts';
import { Contents } from '../../../core/node/contents.ts';
import { Content, type Host, type Message, type Program } from '../../../core/protocol/index.ts';
import { Bench, COORDINATOR } from './bench.ts';

const CLIENT = 4 as PartyId;
const task = (sequence: number): TaskId => taskId(CLIENT, sequence);
const bytes = (length: number, fill: number): Content => new Content(new Uint8Array(length).fill(fill));
const programOf = (module: Content, input: Content): Program => ({
  module: module.digest,
  input: input.digest,
  limits: 'default',
});

function larder(room: number): { contents: Contents; sent: { to: PartyId; message: Message }[] } {
  const sent: { to: PartyId; message: Message }[] = [];
  const host = { send: (to: PartyId, message: Message) => void sent.push({ to, message }) } as unknown as Host;
  return { contents: new Contents(host, room as Bytes), sent };
}

describe('the contents of a node', () => {
  const [module, input, other] = [bytes(40, 1), bytes(10, 2), bytes(10, 3)];

  it('are asked of the client that submitted the task, once, and then kept', () => {
    const { contents, sent } = larder(1_000);
    expect(contents.of(task(0), programOf(module, input))).toBeUndefined();
    expect(contents.of(task(1), programOf(module, input))).toBeUndefined();
    expect(sent).toEqual([
      { to: CLIENT, message: { type: 'fetch', task: task(0), digest: module.digest } },
      { to: CLIENT, message: { type: 'fetch', task: task(0), digest: input.digest } },
    ]);
    expect(contents.arrived(module)).toBe(true);
    expect(contents.of(task(0), programOf(module, input))).toBeUndefined();
    expect(contents.arrived(input)).toBe(true);
    expect(contents.of(task(2), programOf(module, input))).toEqual({ module, input });
    expect(sent).toHaveLength(2);
  });

  it('are what was asked for: other bytes are thrown away', () => {
    const { contents, sent } = larder(1_000);
    contents.of(task(0), programOf(module, input));
    expect(contents.arrived(other)).toBe(false);
    contents.of(task(1), programOf(other, other));
    expect(sent).toHaveLength(3);
  });

  it('give way to new ones, the least recently used first', () => {
    const { contents, sent } = larder(60);
    for (const content of [module, input, other]) {
      contents.of(task(0), programOf(module, content));
      contents.arrived(module);
      contents.arrived(content);
    }
    const before = sent.length;
    expect(contents.of(task(1), programOf(module, other))).toBeDefined();
    const larger = bytes(20, 9);
    contents.of(task(2), programOf(module, larger));
    contents.arrived(larger);
    expect(contents.of(task(3), programOf(module, larger))).toBeDefined();
    expect(sent).toHaveLength(before + 1);
    expect(contents.of(task(4), programOf(module, input))).toBeUndefined();
    expect(sent.at(-1)?.message).toMatchObject({ type: 'fetch', digest: input.digest });
  });

  it('are asked for again until they are given up', () => {
    const { contents, sent } = larder(1_000);
    contents.of(task(0), programOf(module, module));
    const rounds = Array.from({ length: 4 }, () => contents.askAgain());
    expect(rounds).toEqual([[], [], [], [module.digest]]);
    expect(sent).toHaveLength(4);
    expect(contents.arrived(module)).toBe(false);
    contents.of(task(0), programOf(module, module));
    expect(sent).toHaveLength(5);
  });

  it('are asked of others in turn, if the client does not give them', () => {
    const { contents, sent } = larder(1_000);
    contents.of(task(0), programOf(module, module), [8, 9] as PartyId[]);
    for (let time = 0; time < 3; time++) contents.askAgain();
    expect(sent.map(({ to }) => to)).toEqual([CLIENT, 8, 9, CLIENT]);
  });
});

it('a node gives its coordinator what it has, when a referee asks for it, and nobody else', () => {
  const [module, input] = [bytes(40, 1), bytes(10, 2)];
  const bench = new Bench();
  const work = { unit: 'gas', amount: 1, source: 0, independent: false, program: programOf(module, input) } as const;
  bench.hear(bench.assign(task(0), 0, { work }));
  bench.host.take();
  const asked = { type: 'fetch', task: task(0), digest: module.digest } as const;
  bench.hear(asked);
  expect(bench.host.take()).toEqual([]);
  bench.node.receive(CLIENT, { type: 'delivery', task: task(0), content: module });
  bench.node.receive(CLIENT, asked);
  expect(bench.host.take()).toEqual([]);
  bench.hear(asked);
  expect(bench.host.takeAddressed()).toEqual([
    { to: COORDINATOR, message: { type: 'delivery', task: task(0), content: module } },
  ]);
});
