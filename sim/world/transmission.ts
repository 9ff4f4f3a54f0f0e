// How messages get from one party to another in a world, as its cell has it.

import type { PartyId } from '../../core/foundation/index.ts';
import type { Stream } from '../kernel/index.ts';
import type { Cell } from '../scenario/cells.ts';
import { BulkTransfers } from './bulk.ts';
import { type AccessLink, ModelledNetwork } from './network.ts';
import { type Address, pathsOf } from './paths.ts';
import type { Surroundings, Transmission } from './sim-host.ts';

/** By party. */
interface Places {
  readonly links: readonly AccessLink[];
  readonly addresses: readonly Address[];
  readonly names: readonly string[];
  readonly open: (name: string) => Stream;
}

/** Undefined if everything arrives at once. */
export function transmissionOf(
  { network }: Cell,
  { kernel, trouble }: Surroundings,
  { links, addresses, names, open }: Places,
): Transmission | undefined {
  if (network.ideal) return undefined;
  const linkOf = (party: PartyId): AccessLink =>
    trouble === undefined ? links[party]! : trouble.link(party, links[party]!, kernel.now);
  const paths = new ModelledNetwork(
    network,
    pathsOf(network, (party) => addresses[party]!),
    linkOf,
    (party) => names[party]!,
    open,
  );
  return { paths, bulk: new BulkTransfers(kernel, linkOf, trouble) };
}
