import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { PartyId } from '../../../core/foundation/index.ts';
import type { Pool, Strategy, TaskView } from '../../../core/scheduling/index.ts';
import { loadStrategyFile } from '../../../sim/experiment/strategy-file.ts';
import { guardStrategy } from '../../../sim/experiment/strategy-guard.ts';
import { RunFault } from '../../../sim/world/index.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'strategy-'));
});
afterEach(() => rm(folder, { recursive: true }));

const write = async (name: string, text: string): Promise<string> => {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
};

const BODY = `{
  name: 'first',
  summary: 'the first node of the pool',
  parameters: { d: { kind: 'count', default: 2, min: 1, description: 'how many' } },
  create: () => ({ choose: (task, pool) => pool.at(0) }),
}`;

describe('loading', () => {
  test.each([
    ['mine.mjs', `export const api = 1; export default ${BODY};`],
    ['mine.js', `export const api = 1; export const strategy = ${BODY};`],
    ['mine.js', `module.exports = { api: 1, strategy: ${BODY} };`],
    [
      'mine.mts',
      `export const api: number = 1; enum Kind { a } export default ${BODY.replace("'first'", "'first' as string")};`,
    ],
    ['mine.ts', `export const api: number = 1; export default ${BODY};`],
    ['mine.ts', `export const api: number = 1; export const strategy = ${BODY};`],
  ])('%s: %s', async (name, text) => {
    const path = await write(name, text);
    const loaded = await loadStrategyFile(path);
    expect(loaded).toMatchObject({ ok: true, value: { path, definition: { name: 'first' } } });
    expect(loaded.ok && loaded.value.sha256).toMatch(/^[0-9a-f]{64}$/);
  });

  test('a TypeScript file in a folder of modules, with an import of its own', async () => {
    await write('package.json', '{ "type": "module" }');
    await write('nearest.ts', 'export const zero: number = 0;');
    const path = await write(
      'mine.ts',
      `import { zero } from './nearest.ts'; export const api = 1; export default ${BODY.replace('at(0)', 'at(zero)')};`,
    );
    expect(await loadStrategyFile(path)).toMatchObject({ ok: true, value: { definition: { name: 'first' } } });
  });

  test.each([
    ['mine.mjs', 'export const api = 1;\nexport default { name: = 1 };\n', 2],
    ['mine.js', 'export const api = 1;\n\nexport default {{ name: 1 };\n', 3],
    ['mine.ts', 'export const api: number = 1;\n\nexport default { name: = 1 };\n', 3],
    ['mine.mts', 'export const api: number = 1;\nconst x: = 1;\n', 2],
  ])('%s with a syntax error names its line', async (name, text, line) => {
    const path = await write(name, text);
    const loaded = await loadStrategyFile(path);
    expect(loaded).toMatchObject({ ok: false, failures: [{ code: 'strategy-syntax', place: { file: path, line } }] });
  });

  test('a file that throws while it loads says where', async () => {
    const path = await write('mine.mjs', '\nthrow new Error("not today");\n');
    const loaded = await loadStrategyFile(path);
    expect(loaded).toMatchObject({ ok: false, failures: [{ code: 'strategy-threw', place: { file: path, line: 2 } }] });
    expect(!loaded.ok && loaded.failures[0]?.got).toContain('not today');
  });

  test.each([
    ['no api', `export default ${BODY};`, 'strategy-api', 'no export named api'],
    ['another api', `export const api = 2; export default ${BODY};`, 'strategy-api', 'api = 2'],
    ['no strategy', 'export const api = 1;', 'strategy-shape', 'exports api'],
  ])('%s', async (_, text, code, got) => {
    const loaded = await loadStrategyFile(await write('mine.mjs', text));
    expect(loaded).toMatchObject({ ok: false, failures: [{ code, got }] });
  });

  test.each([
    ["name: 'first'", "name: 'My Strategy'", 'strategy.name'],
    ['summary:', 'about:', 'strategy.summary'],
    ["kind: 'count'", "kind: 'integer'", 'strategy.parameters.d.kind'],
    ['default: 2', 'default: 2.5', 'strategy.parameters.d.default'],
    ['default: 2', 'default: 0', 'strategy.parameters.d.default'],
    ['create: () =>', 'create: 1 ||', 'strategy.create'],
  ])('%s written as %s names the field', async (right, wrong, path) => {
    const loaded = await loadStrategyFile(
      await write('mine.mjs', `export const api = 1; export default ${BODY.replace(right, wrong)};`),
    );
    expect(!loaded.ok && loaded.failures.map((failure) => [failure.code, failure.path])).toContainEqual([
      'strategy-shape',
      path,
    ]);
  });

  test('a missing file and a file of another kind', async () => {
    expect(await loadStrategyFile(join(folder, 'none.ts'))).toMatchObject({ failures: [{ code: 'strategy-missing' }] });
    expect(await loadStrategyFile(await write('mine.py', ''))).toMatchObject({ failures: [{ code: 'strategy-type' }] });
  });
});

describe('the fence', () => {
  const first = (): number => 1;
  const TASK = { holders: [2 as PartyId] } as unknown as TaskView;
  const POOL = { has: (node: number) => node === 1 || node === 2 } as unknown as Pool;

  const guarded = (strategy: unknown): Strategy =>
    guardStrategy(
      { name: 'mine', summary: 's', parameters: {}, create: () => strategy as Strategy },
      '/home/user/mine.ts',
    ).create({}, undefined as never);
  const choosing = (choose: unknown): PartyId | undefined => guarded({ choose }).choose(TASK, POOL, 0 as never);

  test('lets valid choices through, and keeps what the strategy says of itself', () => {
    expect(choosing(() => 1)).toBe(1);
    expect(choosing(() => undefined)).toBe(undefined);
    const fields = {
      queue: 'central',
      copies: Infinity,
      cancelLosers: false,
      hedgeAfter: 5,
      tied: true,
      probeRatio: 2,
    };
    expect(guarded({ choose: () => 1, ...fields })).toMatchObject(fields);
  });

  test('calls methods on the strategy itself', () => {
    class Turn {
      #next = 0;
      choose(): number {
        this.#next += 1;
        return this.#next;
      }
      urgency(): number {
        return -this.#next;
      }
    }
    const strategy = guarded(new Turn());
    expect(strategy.choose(TASK, POOL, 0 as never)).toBe(1);
    expect(strategy.urgency?.(TASK)).toBe(-1);
  });

  test.each([
    ['a node outside the pool', 3, '3'],
    ['an object', { id: 1 }, '[object Object]'],
    ['a holder', 2, '2'],
    ['null', null, 'null'],
  ])('%s is no choice', (_, chosen, got) => {
    expect(faultOf(() => choosing(() => chosen))).toMatchObject([{ code: 'strategy-choice', got }]);
  });

  test('an exception in create, choose or urgency names the method and the message', () => {
    const boom = (): never => {
      throw new TypeError('boom');
    };
    const definition = guardStrategy({ name: 'm', summary: 's', parameters: {}, create: boom }, '/mine.ts');
    expect(faultOf(() => definition.create({}, undefined as never))).toMatchObject([
      { code: 'strategy-threw', got: 'TypeError: boom' },
    ]);
    expect(faultOf(() => choosing(boom))[0]?.message).toContain('in choose');
    expect(faultOf(() => guarded({ choose: boom, urgency: boom }).urgency?.(TASK))[0]?.message).toContain('in urgency');
    expect(faultOf(() => guarded({ choose: boom, urgency: () => Number.NaN }).urgency?.(TASK))[0]?.got).toBe('NaN');
  });

  test.each([
    [{}, 'create().choose'],
    [{ choose: first, copies: 0 }, 'create().copies'],
    [{ choose: first, queue: 'both' }, 'create().queue'],
    [undefined, 'create()'],
  ])('what create returned must be a strategy: %o', (strategy, path) => {
    expect(faultOf(() => guarded(strategy))[0]).toMatchObject({ code: 'strategy-shape', path });
  });
});

function faultOf(call: () => unknown): RunFault['failures'] {
  try {
    call();
  } catch (error) {
    if (error instanceof RunFault) return error.failures;
    throw error;
  }
  return [];
}
