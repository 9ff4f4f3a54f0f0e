// What is broken on purpose, and how: see the section `defects` of scenarios.

import type { Instant, PartyId, WorkId } from '../../core/foundation/index.ts';
import {
  type Capabilities,
  ENERGY_SPENT,
  type FactCode,
  type FactOf,
  type Host,
  type Message,
  MODEL_MADE,
  type Party,
  Relay,
  VERDICT_REACHED,
  type WorkResult,
} from '../../core/protocol/index.ts';
import type { Machine } from '../../core/verification/index.ts';
import type { DefectName } from '../adversary/index.ts';
import { Recorder } from './recorder.ts';

const KEPT = 0.99;

/** `leaking-meter` */
class LeakingRecorder extends Recorder {
  override record<K extends FactCode>(code: K, fact: FactOf<K>, at: Instant, party: PartyId): void {
    if (code !== ENERGY_SPENT) super.record(code, fact, at, party);
    else {
      const spent = fact as FactOf<typeof ENERGY_SPENT>;
      super.record(ENERGY_SPENT, { ...spent, joules: spent.joules * KEPT }, at, party);
    }
  }
}

/** `double-count` */
class CountingRecorder extends Recorder {
  override record<K extends FactCode>(code: K, fact: FactOf<K>, at: Instant, party: PartyId): void {
    if (code !== MODEL_MADE) super.record(code, fact, at, party);
    else {
      const made = fact as FactOf<typeof MODEL_MADE>;
      super.record(MODEL_MADE, { ...made, tasks: [...made.tasks, ...made.tasks.slice(0, 1)] }, at, party);
    }
  }
}

/** `unsaid-verdicts`: the host of a coordinator. */
class Discreet extends Relay {
  override record<K extends FactCode>(code: K, fact: FactOf<K>): void {
    if (code !== VERDICT_REACHED) super.record(code, fact);
  }
}

/** `blind-clerk`: the same. */
class BlindClerk extends Relay {
  override verify(): boolean {
    return true;
  }
}

/** `eager-inputs`: stands before a node. */
class Eager implements Party {
  private readonly node: Party;

  constructor(node: Party) {
    this.node = node;
  }

  start(recovered: readonly Uint8Array[]): void {
    this.node.start(recovered);
  }

  receive(from: PartyId, message: Message): void {
    this.node.receive(from, message.type === 'assign-after' ? { ...message, type: 'assign' } : message);
  }

  wake(kind: number, key: number): void {
    this.node.wake(kind, key);
  }

  completed(work: WorkId, result: WorkResult): void {
    this.node.completed(work, result);
  }
}

/** `blind-referee` */
const blind = (machine: Machine): Machine => ({
  ...machine,
  step: (...segment) => machine.step(...segment)?.map((byte) => byte ^ 1),
});

/** `hasty-notary` */
const hasty = (machine: Machine): Machine => ({ ...machine, proves: () => true });

// Each of these is as it should be unless its part is among the defects.

type Defects = readonly DefectName[] | undefined;
const has = (defects: Defects, name: DefectName): boolean => defects?.includes(name) === true;

export function recorderOf(defects: Defects, ...rest: ConstructorParameters<typeof Recorder>): Recorder {
  if (has(defects, 'double-count')) return new CountingRecorder(...rest);
  return has(defects, 'leaking-meter') ? new LeakingRecorder(...rest) : new Recorder(...rest);
}

/** The host of a coordinator. */
export function officeOf(host: Host, defects: Defects): Host {
  const office = has(defects, 'unsaid-verdicts') ? new Discreet(host) : host;
  return has(defects, 'blind-clerk') ? new BlindClerk(office) : office;
}

export const hurried = (node: Party, defects: Defects): Party =>
  has(defects, 'eager-inputs') ? new Eager(node) : node;

export const slotsOf = (capabilities: Capabilities, defects: Defects): Capabilities =>
  has(defects, 'extra-slot') ? { ...capabilities, slots: capabilities.slots + 1 } : capabilities;

export function refereeOf(machine: Machine, defects: Defects): Machine {
  const seeing = has(defects, 'blind-referee') ? blind(machine) : machine;
  return has(defects, 'hasty-notary') ? hasty(seeing) : seeing;
}
