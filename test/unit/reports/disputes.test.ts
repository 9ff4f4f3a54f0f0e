// Disputes over real executions, as a run records them and reports tell them.

import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { disputeRows, tierRows } from '../../../reports/disputes.ts';
import { disputeSection, tierSection } from '../../../reports/html-disputes.ts';
import { markdownReport } from '../../../reports/index.ts';
import { loadScenarioFile, runCell } from '../../../sim/experiment/index.ts';
import type { DisputeStory, RunRecord } from '../../../sim/results/index.ts';
import { cell, context, results } from './sample.ts';

const folder = mkdtempSync(join(tmpdir(), 'disputes-'));

async function recorded(verification: string, task: string, cheat = 'wrong-midpoint: { rate: 100 %, bad: 3 }') {
  const file = join(folder, 'mesh.yaml');
  writeFileSync(
    file,
    `version: 1
seed: 1
stop: { tasks: 6 }
nodes:
  - { group: good, count: 2 }
  - { group: cheat, count: 1, behaviour: { ${cheat} } }
network: { latency: 10 ms }
workload: [{ task: ${task}, arrivals: { poisson: 1 /s }, expires: 5 min }]
verification: { ${verification} }
`,
  );
  const loaded = await loadScenarioFile(file);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.failures));
  const { result, record } = await runCell(loaded.value.scenario.cells[0]!, 1, { record: true });
  return { result, record: record! };
}

const containing = (text: string): unknown => expect.stringContaining(text);
const moves = ({ moves }: DisputeStory, kind: string) => moves.filter((move) => move.kind === kind);

describe('a dispute over a real execution', () => {
  let run: RunRecord;
  let story: DisputeStory;
  beforeAll(async () => {
    const { result, record } = await recorded(
      'policy: optimistic, rate: 100 %, window: 3 s, segments: 64',
      'digit-linear',
    );
    expect(result.invariants.filter(({ held }) => !held)).toEqual([]);
    expect(result.metrics['wrong.accepted']).toBe(0);
    run = record;
    story = run.disputes!.find((each) => moves(each, 'challenges').length > 0)!;
  });

  it('is recorded move by move: who claimed, challenged, opened, denied, lost and gained', () => {
    expect(moves(story, 'claims')[0]!.by).toBe('cheat-1');
    expect(moves(story, 'challenges')[0]!.by).toMatch(/^good/);
    expect(moves(story, 'opens')).toHaveLength(6);
    expect([...moves(story, 'agrees'), ...moves(story, 'disagrees')]).toHaveLength(6);
    const [shown] = moves(story, 'shows');
    // Halving ends where the last state that both had is followed by one that they had not.
    const [agreed, denied] = ['agrees', 'disagrees'].map((kind) => moves(story, kind).map(({ cut }) => cut!));
    expect(shown!.cut).toBe(Math.max(0, ...agreed!));
    expect(shown!.cut! + 1).toBe(Math.min(64, ...denied!));
    expect(moves(story, 'loses')[0]).toMatchObject({ by: 'cheat-1', why: 'bad-segment' });
    expect(moves(story, 'forfeits')[0]).toMatchObject({ by: 'cheat-1', tokens: 100 });
    expect(moves(story, 'gains')[0]!.tokens).toBe(50);
    expect(story.moves.map(({ at }) => at)).toEqual(story.moves.map(({ at }) => at).toSorted((a, b) => a - b));
  });

  it('is told in virtual time', () => {
    const [head, first] = disputeRows(story);
    expect(head).toEqual(['time', 'since the claim', 'who', 'what']);
    expect(first).toContain('commits to a trace of 64 segments that ends in its result');
    const html = disputeSection({ ...context, runs: [run] });
    expect(html).toContain('an execution of the segment comes to another state');
    expect(html.match(/<details/g)).toHaveLength(run.disputes!.length);
    expect(disputeSection(context)).toBe('');
  });

  it('stands beside what its tier costs and promises', () => {
    const table = results([cell('c0ffee', {}, { 1: [] })], true);
    const runs = [{ ...run, cell: 'c0ffee' }];
    expect(tierRows(table, runs, context.metrics)).toEqual([
      ['', 'results are', 'latency', 'energy', 'by design'],
      ['optimistic', 'disputable', '250 ms', '12.3 mJ', '100 %'],
    ]);
    expect(markdownReport(table, { ...context, runs })).toContain('## What being sure costs');
    expect(tierSection(table, { ...context, runs })).toContain('a coordinator that referees');
    expect(tierSection(table, context)).toBe('');
  });
});

describe('states of the segment circuit', () => {
  it('are what a sampled claim of a provable task is checked by', async () => {
    const { result, record } = await recorded(
      'policy: sampled, states: circuit, rate: 0 %, draws: 8, window: 1 s, segments: 8',
      'sort-small',
    );
    expect(result.metrics['wrong.accepted']).toBe(0);
    expect(result.invariants.filter(({ held }) => !held)).toEqual([]);
    expect(record.disputes!.flatMap((each) => moves(each, 'loses')).map(({ by, why }) => [by, why])).toContainEqual([
      'cheat-1',
      'bad-segment',
    ]);
    expect(record.tier).toMatchObject({ policy: 'sampled', chance: 1 });
  });

  it.each([
    ['classify-digit', 'segments: 1024', 'memory.copy'],
    ['digit-linear', 'segments: 2', 'its run has'],
  ])('are refused of %s with %s, with the way out', async (task, segments, why) => {
    const run = recorded(`policy: optimistic, states: circuit, ${segments}`, task);
    const failure = { message: containing(why), hint: containing('states: dump') };
    await expect(run).rejects.toMatchObject({ failures: [failure] });
  });
});
