// Task graphs: their schema, the rules that hold within one, and how they are written again.

import { z } from 'zod';
import type { Failure } from '../../core/foundation/index.ts';
import { checked, leaf, listOf, mapOf, mapping, quantity, readCount, report } from './kit.ts';
import * as messages from './messages.ts';
import * as quantities from './quantities.ts';
import { readQuantity, writeQuantity } from './quantities.ts';
import type { Path, Plain } from './tree.ts';
import type { GraphEdge, GraphTask, ResolvedGraph } from './types.ts';
import { duration } from './values.ts';

const TASKS_MAX = 10_000;
const EDGES_MAX = 100_000;
const NUMBER_MAX = 1_000_000;
const NAME_LENGTH_MAX = 64;
const NAME = 'the name of a task: a text or a whole number';

const taskName: z.ZodType<string> = leaf(NAME, { type: ['string', 'integer'], description: 'Its name.' }, (written) => {
  if (typeof written === 'number') {
    const number = readCount(written, 0, NUMBER_MAX);
    return number.ok ? { ok: true, value: String(number.value) } : number;
  }
  if (typeof written !== 'string') return { ok: false, failures: [messages.wrongType(NAME)] };
  if (written.trim() === '') return { ok: false, failures: [messages.empty(NAME)] };
  const long = written.length > NAME_LENGTH_MAX;
  return long
    ? { ok: false, failures: [messages.outOfRange(`at most ${NAME_LENGTH_MAX} characters`)] }
    : { ok: true, value: written };
});

const workShape = {
  time: z
    .union([
      duration('The same on every node.'),
      mapOf('durations by node, group or device', duration('On these nodes.')),
    ])
    .meta({ description: 'How long it takes: on every node, or by the name of a node, a group or a device.' })
    .exactOptional(),
  gas: quantity(quantities.gas, "How much gas, divided by the node's speed.").exactOptional(),
};

type WrittenWork = Omit<GraphTask, 'name'>;

function workOf(given: { time?: WrittenWork['time']; gas?: number }, context: z.RefinementCtx): WrittenWork {
  const { time, gas } = given;
  const keys = Object.keys(given).filter((key) => key !== 'name');
  if (keys.length !== 1) report(context, { failure: messages.notOne('a task', ['time', 'gas'], keys) });
  return { ...(time !== undefined && { time }), ...(gas !== undefined && { gas: Math.round(gas) }) };
}

const listed: z.ZodType<GraphTask[]> = listOf(
  'a list of tasks',
  mapping('a task, such as { name: a, time: 5 s }', { name: taskName, ...workShape }).transform(
    ({ name, ...work }, context): GraphTask => ({ name, ...workOf(work, context) }),
  ),
  TASKS_MAX,
  1,
);

const mapped: z.ZodType<GraphTask[]> = mapOf(
  'tasks by name',
  mapping('{ time } or { gas }', workShape).transform(workOf),
).transform((tasks) => Object.entries(tasks).map(([name, work]): GraphTask => ({ name, ...work })));

interface WrittenEdge {
  readonly from: string;
  readonly to: string;
  readonly time: number;
  readonly bytes: number;
}

const COST = 'what is moved (such as 4 MiB) or how long that takes (such as 18 s)';

const cost: z.ZodType<Pick<WrittenEdge, 'time' | 'bytes'>> = leaf(
  COST,
  { type: 'string', description: 'What is moved, or how long that takes.', examples: ['18 s', '4 MiB'] },
  (written) => {
    const time = readQuantity(written, quantities.time);
    if (time.ok) return { ok: true, value: { time: Math.round(time.value), bytes: 0 } };
    const bytes = checked(readQuantity(written, quantities.size), (value) =>
      Number.isInteger(value) ? undefined : messages.notWhole('a whole number of bytes'),
    );
    if (bytes.ok) return { ok: true, value: { time: 0, bytes: bytes.value } };
    return { ok: false, failures: [{ ...time.failures[0]!, expected: COST }] };
  },
);

const EDGE = 'an edge: [from, to, time or bytes]';
const tuple = (items: [z.ZodType, ...z.ZodType[]]): z.ZodType =>
  z.tuple(items, { error: () => JSON.stringify({ expected: EDGE }) });

const edge: z.ZodType<WrittenEdge> = z
  .union([
    tuple([taskName, taskName, cost]).transform((written): WrittenEdge => {
      const [from, to, moved] = written as [string, string, Pick<WrittenEdge, 'time' | 'bytes'>];
      return { from, to, ...moved };
    }),
    tuple([taskName, taskName]).transform((written): WrittenEdge => {
      const [from, to] = written as [string, string];
      return { from, to, time: 0, bytes: 0 };
    }),
  ])
  .meta({ description: 'The second task needs what the first puts out: [from, to, time or bytes].' });

/** `tasks` and `edges`; whether the nodes that it names exist is checked where they are known. */
export const graphSchema: z.ZodType<ResolvedGraph> = mapping('a task graph: { tasks, edges }', {
  tasks: z.union([listed, mapped]).meta({ description: 'The tasks: a list, or a mapping by name.' }),
  edges: listOf('a list of edges', edge, EDGES_MAX)
    .meta({ description: 'Which task needs the output of which; between nodes it takes that time, or those bytes.' })
    .prefault([]),
})
  .transform((given, context): ResolvedGraph => {
    const problems = problemsOf(given);
    for (const { path, failure } of problems) report(context, { failure }, [...path]);
    return problems.length > 0 ? z.NEVER : inOrder(given);
  })
  .meta({ id: 'task-graph', description: 'Tasks that need the outputs of others.' });

interface Given {
  readonly tasks: readonly GraphTask[];
  readonly edges: readonly WrittenEdge[];
}

interface Problem {
  readonly path: (string | number)[];
  readonly failure: Failure;
}

function problemsOf({ tasks, edges }: Given): Problem[] {
  const problems: Problem[] = [];
  const names = tasks.map(({ name }) => name);
  const seen = new Set<string>();
  for (const [index, name] of names.entries()) {
    if (seen.has(name)) problems.push({ path: ['tasks', index, 'name'], failure: messages.twice('task', name) });
    seen.add(name);
  }
  const drawn = new Set<string>();
  for (const [index, { from, to }] of edges.entries()) {
    for (const [end, name] of [from, to].entries()) {
      if (seen.has(name)) continue;
      problems.push({ path: ['edges', index, end], failure: messages.unknownName('task', name, names) });
    }
    const key = JSON.stringify([from, to]);
    if (drawn.has(key)) problems.push({ path: ['edges', index], failure: messages.edgeTwice(from, to) });
    drawn.add(key);
  }
  if (problems.length > 0) return problems;
  const circle = findCircle(names, edges);
  if (circle === undefined) return [];
  const index = edges.findIndex(({ from, to }) => from === circle[0] && to === circle[1]);
  return [{ path: ['edges', index], failure: messages.graphCircle(circle) }];
}

/** Tasks that need one another, the first of them also at the end; undefined if there are none. */
function findCircle(names: readonly string[], edges: readonly WrittenEdge[]): string[] | undefined {
  const sorted = new Set(topological(names, edges));
  const left = edges.filter(({ from, to }) => !sorted.has(from) && !sorted.has(to));
  const start = left[0]?.to;
  if (start === undefined) return undefined;
  // Every task that is left needs another that is left: going back, one comes round.
  const path = [start];
  for (;;) {
    const before = left.find(({ to }) => to === path.at(-1))!.from;
    const at = path.indexOf(before);
    if (at >= 0) return [...path.slice(at), before].reverse();
    path.push(before);
  }
}

/** Names in their order, but none before those that it needs; those in a circle are left out. */
function topological(names: readonly string[], edges: readonly WrittenEdge[]): string[] {
  const places = new Map(names.map((name, place) => [name, place]));
  const missing = names.map(() => 0);
  const followers: number[][] = names.map(() => []);
  for (const { from, to } of edges) {
    missing[places.get(to)!]!++;
    followers[places.get(from)!]!.push(places.get(to)!);
  }
  const sorted: string[] = [];
  const ready = missing.flatMap((count, place) => (count === 0 ? [place] : []));
  for (let place = ready.shift(); place !== undefined; place = ready.shift()) {
    sorted.push(names[place]!);
    for (const next of followers[place]!) {
      if (--missing[next]! > 0) continue;
      const at = ready.findIndex((other) => other > next);
      ready.splice(at < 0 ? ready.length : at, 0, next);
    }
  }
  return sorted;
}

function inOrder({ tasks, edges }: Given): ResolvedGraph {
  const names = topological(
    tasks.map(({ name }) => name),
    edges,
  );
  const places = new Map(names.map((name, place) => [name, place]));
  const byName = new Map(tasks.map((task) => [task.name, task]));
  return {
    tasks: names.map((name) => byName.get(name)!),
    edges: edges.map(({ from, to, time, bytes }): GraphEdge => {
      return { from: places.get(from)!, to: places.get(to)!, time, bytes };
    }),
  };
}

/** What is wrong between times that are given by node, group or device, and the nodes that there are. */
export function graphNodeProblems(
  tasks: readonly { readonly name: string; readonly time?: number | Readonly<Record<string, unknown>> }[],
  nodes: readonly NodeNames[],
): { task: string; key?: string; failure: Failure }[] {
  const known = [...new Set(nodes.flatMap(({ group, device }) => [group, device]))];
  return tasks.flatMap(({ name, time }) => {
    if (typeof time !== 'object') return [];
    const strange = Object.keys(time).filter((key) => !nodes.some((node) => isNamed(key, node)));
    const without = nodes.find((node) => !coversAll(time, node));
    return [
      ...strange.map((key) => ({
        task: name,
        key,
        failure: messages.unknownName('node, group or device', key, known),
      })),
      ...(without === undefined
        ? []
        : [{ task: name, failure: messages.noTimeOn(name, without.group, without.device) }]),
    ];
  });
}

/** A group of nodes as a graph may name them. */
export interface NodeNames {
  readonly group: string;
  readonly count: number;
  readonly device: string;
}

function isNamed(key: string, { group, count, device }: NodeNames): boolean {
  if (key === group || key === device) return true;
  const number = key.startsWith(`${group}-`) ? Number(key.slice(group.length + 1)) : Number.NaN;
  return Number.isInteger(number) && number >= 1 && number <= count;
}

function coversAll(time: Readonly<Record<string, unknown>>, { group, count, device }: NodeNames): boolean {
  if (Object.hasOwn(time, group) || Object.hasOwn(time, device)) return true;
  for (let index = 1; index <= count; index++) if (!Object.hasOwn(time, `${group}-${index}`)) return false;
  return true;
}

export function writeGraph({ tasks, edges }: ResolvedGraph): Plain {
  return {
    tasks: tasks.map(({ name, time, gas }) => ({
      name,
      ...(typeof time === 'number' && { time: writeTime(time) }),
      ...(typeof time === 'object' && { time: mapValues(time, writeTime) }),
      ...(gas !== undefined && { gas: writeQuantity(gas, quantities.gas) }),
    })),
    edges: edges.map(({ from, to, time, bytes }) => [
      tasks[from]!.name,
      tasks[to]!.name,
      bytes > 0 ? writeQuantity(bytes, quantities.size) : writeTime(time),
    ]),
  };
}

const writeTime = (value: number): string => writeQuantity(value, quantities.time);

function mapValues(values: Readonly<Record<string, number>>, write: (value: number) => string): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, write(value)]));
}

/** Where a complaint about a task of a written graph belongs. */
export function pathOfTask(graph: Plain, name: string, key?: string): Path {
  const tasks = (graph as { readonly tasks: Plain }).tasks;
  const place = Array.isArray(tasks)
    ? (tasks as readonly { readonly name: string | number }[]).findIndex((task) => String(task.name) === name)
    : name;
  return ['tasks', place, ...(key === undefined ? [] : ['time', key])];
}
