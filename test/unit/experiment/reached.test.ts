import { describe, expect, it } from 'vitest';
import { unreached } from '../../../sim/experiment/reached.ts';
import type { RunResult } from '../../../sim/results/index.ts';
import type { Fault } from '../../../sim/scenario/index.ts';
import { cell, nodes, seconds } from '../../cells.ts';

const slow = (times: number, at: number): Fault => ({ kind: 'slow', nodes: ['pi-1', 'pi-2'], times, at: seconds(at) });
const drop: Fault = { kind: 'drop', nodes: ['pi-1'], probability: 0.2, at: seconds(1) };
const run = (makespan: number): RunResult => ({
  seed: 1,
  fingerprint: '',
  events: 0,
  metrics: { makespan },
  invariants: [],
});
const of = (...faults: Fault[]) => cell({ nodes: [nodes(2)], faults });

describe('what a campaign never came to', () => {
  it('is told by what it is, whatever cell of a matrix has it and in whichever place', () => {
    const cells = [of(slow(2, 1), drop), of(drop, slow(3, 1))];
    // The seed had the second fault of either cell only.
    const tried = { seed: 1, cells: [of(drop), of(slow(3, 1))], runs: [run(9), run(9)] };
    expect(unreached(cells, [tried])).toEqual(['fault {slow: {nodes: [all], times: 2}}']);
  });

  it('is a fault that no run was long enough for, or that no seed drew', () => {
    const never = { ...drop, chance: 0 };
    const cells = [of(slow(2, 100), never)];
    expect(unreached(cells, [{ seed: 1, cells, runs: [run(50)] }])).toHaveLength(2);
    expect(unreached(cells, [{ seed: 1, cells, runs: [run(200)] }])).toEqual([
      'fault {drop: {nodes: [pi-1], probability: 0.2}}',
    ]);
  });

  it('is a branch of a policy that no run came to', () => {
    const voting = cell({ verification: { policy: 'replicate', parameters: { k: 3 } } });
    const branches = ['every result agrees', 'a result is outvoted'];
    expect(unreached([voting], [{ seed: 1, cells: [voting], runs: [{ ...run(9), branches }] }])).toEqual([
      'branch of replicate: more copies are asked for',
    ]);
  });

  it('is a behaviour that no node was given', () => {
    const lying = cell({ nodes: [nodes(2, { behaviour: [{ name: 'always-lie', parameters: {} }] })] });
    expect(unreached([lying], [{ seed: 1, cells: [cell()], runs: [run(9)] }])).toEqual([
      'behaviour {always-lie: {}} of pi',
    ]);
    expect(unreached([lying], [{ seed: 1, cells: [lying], runs: [run(9)] }])).toEqual([]);
  });
});
