// The fleet without any index: a list of nodes, recounted for each question.
import { expect } from 'vitest';

import type { PartyId } from '../../../core/foundation/index.ts';
import type { Capabilities, Needs, Random } from '../../../core/protocol/index.ts';
import type { Pool } from '../../../core/scheduling/index.ts';
import { START } from './mesh.ts';

interface Scores {
  health: number;
  reputation: number;
  latency: number;
}

export interface PlainNode {
  readonly node: PartyId;
  capabilities: Capabilities;
  member: boolean;
  /** Estimates of what it has, oldest first. */
  readonly copies: number[];
  readonly scores: Scores;
}

export class PlainFleet {
  private readonly nodes = new Map<PartyId, PlainNode>();
  private readonly scores = new Map<PartyId, Scores>();

  score(node: PartyId): Scores {
    const scores = this.scores.get(node) ?? { health: 0, reputation: 0.5, latency: 0 };
    this.scores.set(node, scores);
    return scores;
  }

  join(node: PartyId, capabilities: Capabilities): void {
    const known = this.nodes.get(node) ?? { node, capabilities, member: true, copies: [], scores: this.score(node) };
    known.capabilities = capabilities;
    known.member = true;
    this.nodes.set(node, known);
  }

  leave(node: PartyId): void {
    const known = this.nodes.get(node);
    if (known !== undefined) known.member = false;
  }

  /** Whether the node was ever heard of, so that it could be given something. */
  assigned(node: PartyId, size: number): boolean {
    this.nodes.get(node)?.copies.push(size);
    return this.nodes.has(node);
  }

  /** The estimate of the copy that the node is rid of, if it had any. */
  freed(node: PartyId): number | undefined {
    return this.nodes.get(node)?.copies.shift();
  }

  assignable(): PlainNode[] {
    return [...this.nodes.values()].filter(({ member }) => member);
  }

  pool(needs: Needs, freeOnly: boolean, holders: readonly PartyId[]): PlainNode[] {
    const fit = this.assignable().filter((node) => fits(node, needs) && (!freeOnly || isFree(node)));
    const near = fit.filter(({ capabilities }) => capabilities.region === needs.region);
    return near.some(({ node }) => !holders.includes(node)) ? near : fit;
  }
}

function fits({ node, capabilities, scores }: PlainNode, needs: Needs): boolean {
  if (needs.cpu !== undefined && capabilities.cores < needs.cpu) return false;
  if (needs.gpu === true && !capabilities.gpu) return false;
  if (needs.reputation !== undefined && scores.reputation < needs.reputation) return false;
  return needs.exclude === undefined || !needs.exclude.includes(node);
}

const isFree = ({ copies, capabilities }: PlainNode): boolean => copies.length < capabilities.slots;
const work = ({ copies, capabilities }: PlainNode): number =>
  copies.reduce((sum, size) => sum + size, 0) / capabilities.slots;

/** Asks the pool for everything it can tell, and compares with the nodes that it should hold. */
export function checkViews(pool: Pool, members: PlainNode[], holders: readonly PartyId[], random: Random): void {
  const all = Array.from({ length: pool.size }, (_, index) => pool.at(index));
  const others = members.filter(({ node }) => !holders.includes(node));
  expect(sorted(all)).toEqual(sorted(members.map(({ node }) => node)));
  for (const { node, copies, scores } of members) {
    expect(pool.has(node)).toBe(true);
    expect([pool.load(node), pool.health(node)]).toEqual([copies.length, scores.health]);
  }
  expectLeast(pool.leastLoaded(holders, random), others, ({ copies }) => copies.length);
  expectLeast(pool.healthiest(holders, random), others, ({ scores }) => -scores.health);
  expectLeast(pool.nearest(holders, random), others, (node) => node.scores.latency + work(node));
  expectLeast(pool.leastWorkLeft(holders, START, random), others, (node) => (isFree(node) ? -1 : 0));
  expectLeast(pool.anyFree(holders, random), others.filter(isFree), () => 0);
  expectLeast(pool.random(holders, random), others, () => 0);
  expectLeast(pool.nextByCapacity(holders, random), others, () => 0);
  expect(sorted(others.map(() => pool.nextInTurn(holders)!))).toEqual(sorted(others.map(({ node }) => node)));
  const drawn = pool.sample(3, holders, random);
  expect(drawn).toBe(Math.min(3, others.length));
  const sample = new Set(Array.from({ length: drawn }, (_, index) => pool.sampled(index)));
  expect(sample.size).toBe(drawn);
  for (const node of sample) expect(others.map((other) => other.node)).toContain(node);
}

function expectLeast(chosen: PartyId | undefined, among: PlainNode[], key: (node: PlainNode) => number): void {
  const least = among.reduce((sofar, node) => Math.min(sofar, key(node)), Infinity);
  const best = among.filter((node) => key(node) === least).map(({ node }) => node);
  if (best.length === 0) expect(chosen).toBeUndefined();
  else expect(best).toContain(chosen);
}

const sorted = (nodes: readonly PartyId[]): PartyId[] => nodes.toSorted((a, b) => a - b);
