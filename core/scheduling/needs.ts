// What a task asks of a node, tested. These filters bind for every strategy: a pool holds no other nodes.

import type { PartyId } from '../foundation/index.ts';
import type { Capabilities, Needs } from '../protocol/index.ts';

/** Whether a node may run a task with these needs. `region` is a preference and is not looked at. */
export function meets(needs: Needs, node: PartyId, capabilities: Capabilities, reputation: number): boolean {
  return (
    capabilities.slots >= 1 &&
    capabilities.cores >= (needs.cpu ?? 0) &&
    capabilities.memory >= (needs.memory ?? 0) &&
    Math.min(capabilities.up, capabilities.down) >= (needs.bandwidth ?? 0) &&
    (needs.gpu !== true || capabilities.gpu) &&
    (needs.npu !== true || capabilities.npu) &&
    reputation >= (needs.reputation ?? 0) &&
    needs.exclude?.includes(node) !== true
  );
}

/** Equal for needs that any node meets alike, however they were written. */
export function keyOf(needs: Needs): string {
  const exclude = [...new Set(needs.exclude)].sort((a, b) => a - b);
  return JSON.stringify([
    needs.cpu ?? 0,
    needs.memory ?? 0,
    needs.bandwidth ?? 0,
    needs.gpu === true,
    needs.npu === true,
    needs.reputation ?? 0,
    exclude,
    needs.region ?? null,
  ]);
}
