// What a node says of itself when it registers.

import type { BitRate } from '../../core/foundation/index.ts';
import type { Capabilities } from '../../core/protocol/index.ts';
import type { NodeGroup } from '../scenario/index.ts';
import type { AccessLink } from './network.ts';

export function capabilitiesOf(group: NodeGroup, link: AccessLink): Capabilities {
  const { slots, speed, cores, memory, gpu, npu } = group.device;
  const { up, down } = link;
  return { slots, speed, cores, memory, up: up as BitRate, down: down as BitRate, gpu, npu, region: group.region };
}
