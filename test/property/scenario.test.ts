// Whatever is wrong with a scenario, loading it fails with something a person can act on, and never throws.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import type { Failure, Result } from '../../core/foundation/index.ts';
import { loadDataSet } from '../../sim/experiment/data-files.ts';
import { loadTask } from '../../sim/experiment/programs.ts';
import { type LoadedScenario, type LoadOptions, loadScenario } from '../../sim/scenario/index.ts';
import { documentKinds, replaced, settingKinds, textKinds, valid } from './scenario-mutations.ts';

const folder = mkdtempSync(join(tmpdir(), 'scenario-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const missingStrategy: Failure = { code: 'strategy-missing', message: 'there is no such file', hint: 'write it' };
const options: LoadOptions = {
  metrics: [
    { name: 'latency.mean', unit: 'seconds' },
    { name: 'tasks.completed', unit: 'fraction' },
  ],
  invariants: ['settles-once', 'tokens-conserved'],
  loadStrategy: () => Promise.resolve({ ok: false, failures: [missingStrategy] }),
  loadBehaviour: () => Promise.resolve({ ok: false, failures: [missingStrategy] }),
  loadTask,
  loadDataSet,
};

async function load(content: string | Uint8Array, set: readonly string[] = []): Promise<Result<LoadedScenario>> {
  const file = join(folder, 'scenario.yaml');
  writeFileSync(file, content);
  return loadScenario(file, { ...options, set });
}

/** JSON, which is YAML, but with YAML's words for numbers that JSON has not. */
const written = (document: unknown): string => {
  const text = JSON.stringify(document, (_, value: unknown) => {
    return typeof value === 'number' && !Number.isFinite(value) ? `<${value}>` : value;
  });
  return text.replaceAll('"<NaN>"', '.nan').replaceAll('"<Infinity>"', '.inf').replaceAll('"<-Infinity>"', '-.inf');
};

/** A person can act on it: it says what, where, and what would be right or what to do. */
function expectActionable(result: Result<LoadedScenario>): void {
  if (result.ok) throw new Error(`nothing was found wrong:\n${result.value.scenario.yaml}`);
  expect(result.failures.length).toBeGreaterThan(0);
  for (const failure of result.failures) {
    expect(failure.code).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
    expect(failure.message.length).toBeGreaterThan(5);
    expect(failure.hint ?? failure.expected, failure.code).toBeTruthy();
    expect(`${failure.message} ${failure.hint} ${failure.expected}`).not.toMatch(/undefined or|\[object|NaN/);
    if (failure.code === 'more-failures') continue;
    expect(failure.place ?? failure.path, failure.code).toBeDefined();
    if (failure.frame !== undefined) expect(failure.frame).toMatch(/^> .*\n.*\^/m);
  }
}

const kinds = Object.keys(documentKinds).length + Object.keys(textKinds).length + Object.keys(settingKinds).length;

describe(`${kinds} kinds of malformed scenarios`, () => {
  it('are made from one that is right', async () => {
    const loaded = await load(written(valid));
    expect(loaded.ok ? [] : loaded.failures).toEqual([]);
    expect(kinds).toBeGreaterThanOrEqual(50);
  });

  it.each(Object.entries(documentKinds))('%s', async (_, documents) => {
    await fc.assert(
      fc.asyncProperty(documents, async (document) => expectActionable(await load(written(document)))),
      { numRuns: 12 },
    );
  });

  it.each(Object.entries(textKinds))('%s', async (_, texts) => {
    await fc.assert(
      fc.asyncProperty(texts, async (text) => expectActionable(await load(text))),
      { numRuns: 12 },
    );
  });

  it.each(Object.entries(settingKinds))('%s', async (_, settings) => {
    await fc.assert(
      fc.asyncProperty(settings, async (setting) => expectActionable(await load(written(valid), [setting]))),
      { numRuns: 12 },
    );
  });
});

describe('noise', () => {
  const never = fc.asyncProperty.bind(fc);

  it('of bytes never throws', async () => {
    await fc.assert(
      never(fc.uint8Array({ maxLength: 200 }), async (bytes) => expectActionable(await load(bytes))),
      { numRuns: 200 },
    );
  });

  it('of characters that mean something to YAML never throws', async () => {
    const piece = fc.constantFrom(
      ...Array.from('[]{}:,-?&*!|>%@`"\'#~ \n\t'),
      'a',
      '1',
      ': ',
      '- ',
      '&a ',
      '*a',
      '<<: ',
      '---\n',
      '!!str ',
      '\u0000',
      '\uFEFF',
    );
    await fc.assert(
      never(fc.array(piece, { maxLength: 60 }), async (pieces) => expectActionable(await load(pieces.join('')))),
      { numRuns: 250 },
    );
  });

  it('in place of a section never throws, and is refused unless it makes sense', async () => {
    const section = fc.constantFrom(
      ...Object.keys(valid),
      'zip',
      'exclude',
      'include',
      'environments',
      'extends',
      'seed',
    );
    const value = fc.jsonValue({ maxDepth: 4 });
    await fc.assert(
      never(section, value, async (key, noise) => {
        const loaded = await load(written(replaced(valid, [key], noise)));
        if (!loaded.ok) expectActionable(loaded);
      }),
      { numRuns: 150 },
    );
  });

  it('in an option never throws', async () => {
    const piece = fc.constantFrom(
      'stop',
      'nodes',
      'matrix',
      'zip',
      'scheduling',
      'x',
      '0',
      'pi',
      '.',
      '=',
      '[',
      ']',
      '{',
      '}',
      ':',
      '&a',
      '*a',
      ' ',
    );
    await fc.assert(
      never(fc.array(piece, { maxLength: 12 }), async (pieces) => {
        const loaded = await load(written(valid), [pieces.join('')]);
        if (!loaded.ok) expectActionable(loaded);
      }),
      { numRuns: 150 },
    );
  });
});
