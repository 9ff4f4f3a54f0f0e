// The work of one name of a machine that has several.

import type { WorkId } from '../../core/foundation/index.ts';
import type { Host, Work, WorkResult } from '../../core/protocol/index.ts';
import type { Errand, SharedMachine } from './shared-machine.ts';

/** Far below all numbers that work is otherwise given. */
const FIRST = -(2 ** 40);

interface Open {
  readonly errand: Errand;
  /** Once it runs. */
  real: WorkId | undefined;
  /** Another name had the result. */
  known: boolean;
}

/** What its name does about it. */
export interface Keeper {
  /** Another name knew the result. */
  known(id: WorkId, work: Work, result: WorkResult): void;
  /** It never ran, and never will. */
  unbegun(work: Work): void;
}

export class Errands {
  private readonly machine: SharedMachine;
  private readonly owner: number;
  private readonly host: Pick<Host, 'request' | 'abort'>;
  private readonly keeper: Keeper;
  private readonly open: Map<WorkId, Open> = new Map<WorkId, Open>();
  private readonly byReal: Map<WorkId, WorkId> = new Map<WorkId, WorkId>();
  private count = 0;

  constructor(machine: SharedMachine, owner: number, host: Pick<Host, 'request' | 'abort'>, keeper: Keeper) {
    this.machine = machine;
    this.owner = owner;
    this.host = host;
    this.keeper = keeper;
    machine.reset(owner);
  }

  request(work: Work): WorkId {
    const id = (FIRST - this.count++) as WorkId;
    const open: Open = { errand: this.errandOf(id, work), real: undefined, known: false };
    this.open.set(id, open);
    this.machine.ask(open.errand);
    return id;
  }

  /** False if it is none of these. */
  abort(id: WorkId): boolean {
    const open = this.open.get(id);
    if (open === undefined) return false;
    this.machine.withdraw(open.errand);
    if (open.real !== undefined) {
      this.byReal.delete(open.real);
      this.host.abort(open.real);
    } else if (!open.known) open.errand.drop();
    this.open.delete(id);
    return true;
  }

  /** Work has ended: the number by which its name knows it. */
  ended(real: WorkId): WorkId {
    const id = this.byReal.get(real);
    if (id === undefined) return real;
    this.byReal.delete(real);
    this.open.delete(id);
    return id;
  }

  /** False if it was aborted meanwhile. */
  close(id: WorkId): boolean {
    return this.open.delete(id);
  }

  claimed(result: WorkResult): void {
    this.machine.ended(result.task, result);
  }

  private errandOf(id: WorkId, work: Work): Errand {
    return {
      owner: this.owner,
      task: work.task,
      begin: () => {
        const real = this.host.request(work);
        this.open.get(id)!.real = real;
        this.byReal.set(real, id);
      },
      know: (result) => {
        this.open.get(id)!.known = true;
        this.keeper.known(id, work, result);
      },
      drop: () => {
        if (this.open.get(id)?.real === undefined) this.keeper.unbegun(work);
      },
    };
  }
}
