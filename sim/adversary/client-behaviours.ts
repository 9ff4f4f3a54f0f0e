// Ways in which clients cheat, by name.

import { badMouther } from './bad-mouther.ts';
import { ballotStuffer } from './ballot-stuffer.ts';
import type { ClientBehaviourDefinition } from './client-behaviour.ts';
import { doubleSubmitter } from './double-submitter.ts';
import { garbler } from './garbler.ts';
import { overspender } from './overspender.ts';
import { receiptDenier } from './receipt-denier.ts';

/** In the order in which lists show them. */
export const clientBehaviours: readonly ClientBehaviourDefinition[] = [
  doubleSubmitter,
  receiptDenier,
  overspender,
  garbler,
  badMouther,
  ballotStuffer,
];

export const findClientBehaviour = (name: string): ClientBehaviourDefinition | undefined =>
  clientBehaviours.find((behaviour) => behaviour.name === name);
