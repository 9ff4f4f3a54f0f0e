// Who coordinates a world: one coordinator that is trusted, or a federation of members that agree.

import { faultsOf } from '../../core/consensus/index.ts';
import { type Amount, type Duration, type PartyId, seconds } from '../../core/foundation/index.ts';
import type { Journal } from '../../core/incentives/index.ts';
import {
  type CoordinatorSettings,
  FederationMember,
  type Introduction,
  introduction,
  LoggedParty,
  MeshCoordinator,
  type Minutes,
} from '../../core/mesh/index.ts';
import type { SafetyLimits } from '../../core/node/index.ts';
import type { Host, Party } from '../../core/protocol/index.ts';
import { MEMBER_CRASHED, MEMBER_DEPLOYED, MEMBER_RESTARTED } from '../../core/protocol/index.ts';
import type { Strategy } from '../../core/scheduling/index.ts';
import type { Machine as Referee } from '../../core/verification/index.ts';
import { AT_FAULT, type Kernel, type Stream } from '../kernel/index.ts';
import type { Cell, Fault } from '../scenario/cells.ts';
import { officeOf } from './defects.ts';
import type { OpenProgram } from './executor.ts';
import { incentivesOf } from './incentives.ts';
import { Dressing } from './member-dress.ts';
import type { Machine, Obituary } from './outages.ts';
import type { Proving } from './proving.ts';
import { rulesOf } from './rules.ts';
import type { SimHost } from './sim-host.ts';
import type { ExecutableOf } from './traces.ts';

/** Faults of a coordinator that its log is for. */
const LOGGED: readonly string[] = ['crash', 'disk'];

const isLogged = ({ kind, nodes }: Fault): boolean => LOGGED.includes(kind) && nodes.includes('coordinator');

/** After the last submission has expired. */
const HOPELESS: Duration = seconds(3_600);

/** What a coordinator is made with. Members of a federation each get their own, and all the same. */
export interface Office {
  readonly hostOf: (party: PartyId, stream: string) => SimHost;
  readonly stream: (name: string) => Stream;
  readonly settings: () => CoordinatorSettings;
}

/** What is said of machines that are members. */
export const ofMembers: Obituary = {
  crashed: (host, member) => host.record(MEMBER_CRASHED, { member }),
  restarted: (host, member) => host.record(MEMBER_RESTARTED, { member }),
};

/** What a client owns at first, as a rule: more than it can spend. 10^12 tokens. */
const OPENING_BALANCE = 100_000_000_000_000_000_000n as Amount;

interface Means {
  readonly journal?: () => Journal;
  readonly programs?: readonly (OpenProgram | undefined)[];
  /** Of traces, if they are not modelled. */
  readonly machine?: Referee | undefined;
  readonly proving?: Proving;
  readonly traces?: ExecutableOf;
  readonly anchorer: PartyId;
  readonly payers: readonly PartyId[];
  /** Of payers that have less than they can spend. */
  readonly purseOf: (payer: PartyId) => Amount | undefined;
}

/** For one coordinator, or one member: what they remember is in it. */
export function settingsOf(cell: Cell, strategy: Strategy, means: Means): CoordinatorSettings {
  return {
    strategy,
    queue: cell.scheduling.queue ?? strategy.queue ?? 'node',
    safety: cell.safety as unknown as SafetyLimits,
    ...rulesOf(cell, means.programs, means),
    ...incentivesOf(cell, means.journal?.(), means.anchorer),
    grants: means.payers.map((account) => ({ account, amount: means.purseOf(account) ?? OPENING_BALANCE })),
  };
}

export class Coordination {
  /** By this name all others know it. */
  readonly id: PartyId;
  readonly members: readonly PartyId[];
  readonly introduce: Introduction;
  private readonly cell: Cell;

  /** `enter` gives a party to a name. */
  constructor(cell: Cell, enter: (name: string) => PartyId) {
    const { count = 1 } = cell.coordinators ?? {};
    this.cell = cell;
    this.members =
      count === 1
        ? [enter('coordinator')]
        : Array.from({ length: count }, (_, index) => enter(`coordinator-${index + 1}`));
    [this.id] = this.members as [PartyId];
    this.introduce = introduction(this.members, this.id);
  }

  get federated(): boolean {
    return this.members.length > 1;
  }

  /**
   * A federation that cannot agree never answers, nor does a coordinator that forgets: what is open long after it had to
   * expire stays open.
   */
  limit(kernel: Kernel): void {
    const { workload, faults, coordinators: { byzantine = [] } = {} } = this.cell;
    const hopeless = this.federated && byzantine.length > faultsOf(this.members.length);
    const forgetful = faults.some((fault) => fault.kind === 'disk' && fault.fails === 'unsynced' && isLogged(fault));
    const ends = this.federated && workload.every(({ expires }) => expires !== undefined);
    if (!hopeless && !forgetful && !ends) return;
    const longest = Math.max(0, ...workload.map(({ expires = 0 }) => expires));
    const stop = kernel.know({ occur: () => kernel.stop() });
    kernel.occurAt(kernel.now + longest + HOPELESS, AT_FAULT, stop, 0);
  }

  /** The members of a name: all, or one. */
  named(name: string): readonly PartyId[] {
    if (name === 'coordinator') return this.members;
    const index = Number(/^coordinator-(\d+)$/.exec(name)?.[1] ?? 0);
    return this.members.slice(index - 1, index);
  }

  /** The machines that can stop and come back: members, or a coordinator that is alone and whose crash is planned. */
  start(office: Office): Machine[] {
    if (this.federated) return this.startMembers(office);
    const { id } = this;
    const host = office.hostOf(id, 'coordinator');
    if (!this.keepsLog) {
      host.run(new MeshCoordinator(officeOf(host, this.cell.defects), office.settings()));
      return [];
    }
    const boot = (): void => {
      const make = (near: Host): Party => new MeshCoordinator(near, office.settings());
      host.run(new LoggedParty(host, office.stream('coordinator'), make));
    };
    boot();
    return [{ node: id, host, boot }];
  }

  /** Its log costs time and memory: it writes one only if that can matter. */
  private get keepsLog(): boolean {
    return this.cell.faults.some(isLogged);
  }

  /** The names of its machines. */
  get names(): readonly { readonly name: string }[] {
    if (!this.federated) return [{ name: 'coordinator' }];
    return this.members.map((_, index) => ({ name: `coordinator-${index + 1}` }));
  }

  private startMembers({ hostOf, stream, settings }: Office): Machine[] {
    const { members, id: self } = this;
    const { patience, byzantine = [] } = this.cell.coordinators!;
    const { heartbeat } = this.cell.liveness;
    const minutes = new SharedMinutes(hostOf(self, 'coordinator'));
    const dressing = new Dressing(members, stream);
    return members.map((member, index) => {
      const host = hostOf(member, `party/coordinator-${index + 1}`);
      const worn = byzantine.find((one) => one.member === index + 1)?.behaviour;
      host.record(MEMBER_DEPLOYED, { member, index, honest: worn === undefined });
      const seat = { members, index, patience: patience!, heartbeat };
      const make = (seen: Host): Party => {
        const agreed = {
          self,
          random: stream('coordinator'),
          minutes: worn === undefined ? minutes.copy() : NOWHERE,
        };
        return new FederationMember(seen, seat, agreed, (inner) => new MeshCoordinator(inner, settings()));
      };
      const party = worn === undefined ? make(host) : dressing.dress(host, worn, make);
      host.run(party);
      return { node: member, host, boot: () => host.run(party) };
    });
  }
}

/** What a member that lies puts down says nothing. */
const NOWHERE: Minutes = { record: () => {} };

/** Members put down the same facts in the same order: the first to come to one records it for all. */
class SharedMinutes {
  private readonly host: Pick<Host, 'record'>;
  private written = 0;

  constructor(host: Pick<Host, 'record'>) {
    this.host = host;
  }

  copy(): Minutes {
    let place = 0;
    return {
      record: (code, fact) => {
        if (place++ < this.written) return;
        this.written = place;
        this.host.record(code, fact);
      },
    };
  }
}
