// The copies that run on a device with power figures: what it draws, how warm it gets, how much that slows the copies
// down, and which joules are whose.

import type { Celsius, Instant, PartyId, SumMark, TimerHandle, Watts, WorkId } from '../../core/foundation/index.ts';
import { CompensatedSum, celsius, MICROSECONDS_PER_SECOND, NO_WORK, violated } from '../../core/foundation/index.ts';
import type { WorkResult } from '../../core/protocol/index.ts';
import { ENERGY_SPENT, POWER_CHANGED } from '../../core/protocol/index.ts';
import type { Kernel } from '../kernel/index.ts';
import { AT_COMPLETION, AT_FAULT } from '../kernel/index.ts';
import type { ResolvedPower, ResolvedThermal } from '../scenario/cells.ts';
import { Heat } from './heat.ts';
import type { Pauses } from './pauses.ts';
import { powerAt } from './power-curve.ts';
import type { Recorder } from './recorder.ts';

/** What its sensors say. */
export interface Reading {
  readonly watts: number;
  readonly temperature: Celsius;
  readonly ambient: Celsius;
}

export interface Powered {
  readonly slots: number;
  readonly power: ResolvedPower;
  readonly thermal?: ResolvedThermal;
}

interface Running {
  /** By which the party knows it: that of its first completion event. */
  id: WorkId;
  /** The completion event as it is timed now. */
  event: WorkId;
  readonly result: WorkResult;
  readonly started: Instant;
  /** When `progress` will be this, it is done. */
  readonly done: number;
  /** What `share` was when it started. */
  readonly before: SumMark;
}

/** Of its full speed, what a device does at least, however hot it is: assumed. */
const CRAWL = 0.01;

/** A room without a heat model: sensors read this. */
export const ROOM: Celsius = celsius(25);

/**
 * **Whose joules.** What the device draws when idle belongs to idling, at all times that it is up. What it draws above
 * that is shared equally by the copies that run at that time, whatever their order: power curves are concave, so a
 * marginal rule would charge whoever comes first.
 *
 * **Throttling.** A device at its limit stays there: it draws the sustained power (limit - Ta) / R, and every copy on it
 * advances at the share (sustained - idle) / (demand - idle) of its speed, where `demand` is the power that the load
 * would draw. So a unit of work costs the same joules above idle, hot or cold. It ends when the demand is sustainable.
 * In a room so warm that not even idling is sustainable, it gets hotter than its limit, and copies all but stand still.
 *
 * **Pauses.** While its process stands still, a device does nothing and draws what an idle one does.
 */
export class PoweredWork {
  private readonly kernel: Kernel;
  private readonly recorder: Recorder;
  private readonly node: PartyId;
  private readonly device: Powered;
  private readonly heat: Heat | undefined;
  private readonly running: Running[] = [];
  private readonly limitReached: number;
  private limitTimer: TimerHandle | undefined;
  private readonly pauses: Pauses | undefined;
  private up = false;
  /** Pauses that last now: nothing advances meanwhile, and an idle device's power is drawn. */
  private paused = 0;
  private watts = 0;
  private throttled = false;
  private speed = 1;
  private since: Instant;
  /** Microseconds at full speed that every copy which ran all the time has advanced. */
  private progress = 0;
  /** Joules above idle that a copy which ran all the time has used. */
  private readonly share: CompensatedSum = new CompensatedSum();

  constructor(kernel: Kernel, recorder: Recorder, node: PartyId, device: Powered, pauses?: Pauses) {
    this.kernel = kernel;
    this.recorder = recorder;
    this.node = node;
    this.device = device;
    this.heat = device.thermal === undefined ? undefined : new Heat(device.thermal);
    this.since = kernel.now;
    this.limitReached = kernel.know({ occur: () => this.reachedLimit() });
    this.pauses = pauses;
    this.planPauses(pauses?.of(node) ?? []);
  }

  get count(): number {
    return this.running.length;
  }

  powerOn(): void {
    this.advance();
    this.up = true;
    this.adjust();
  }

  /** Stops everything that runs. The completion events are void with the life of the party. */
  powerOff(): void {
    this.advance();
    this.spendAll();
    this.up = false;
    this.adjust();
  }

  /** Accounts for what still runs when the run is over. */
  spendAll(): void {
    this.advance();
    for (const copy of this.running.splice(0)) this.spend(copy, false);
  }

  begin(result: WorkResult): WorkId {
    this.advance();
    const done = this.progress + result.elapsed;
    const copy: Running = { id: NO_WORK, event: NO_WORK, result, started: this.since, done, before: this.share.mark() };
    this.running.push(copy);
    this.adjust();
    if (copy.event === NO_WORK) this.time(copy);
    copy.id = copy.event;
    return copy.id;
  }

  /** A completion event has come: what its party is told. */
  finish(event: WorkId): { readonly id: WorkId; readonly result: WorkResult } {
    let at = 0;
    while (at < this.running.length && this.running[at]!.event !== event) at++;
    const copy = this.running[at];
    if (copy === undefined) violated('what completes was running', { node: this.node });
    this.remove(copy, true);
    const elapsed = (this.since - copy.started) as WorkResult['elapsed'];
    return { id: copy.id, result: elapsed === copy.result.elapsed ? copy.result : { ...copy.result, elapsed } };
  }

  /** The room is so warm from now on; undefined for as warm as it is by itself. */
  heatRoom(ambient: Celsius | undefined): void {
    const { heat, device } = this;
    if (heat === undefined) return;
    this.advance();
    heat.move(Math.max(device.thermal!.ambient, ambient ?? -Infinity));
    this.adjust();
  }

  abort(id: WorkId): void {
    const copy = this.running.find((each) => each.id === id);
    if (copy === undefined || !this.kernel.cancel(copy.event)) return;
    this.remove(copy, false);
  }

  sense(): Reading {
    this.advance();
    return {
      watts: this.watts,
      temperature: this.temperature(),
      ambient: this.heat === undefined ? ROOM : celsius(this.heat.ambient),
    };
  }

  private remove(copy: Running, finished: boolean): void {
    this.advance();
    const last = this.running.pop()!;
    if (last !== copy) this.running[this.running.indexOf(copy)] = last;
    this.spend(copy, finished);
    this.adjust();
  }

  private spend({ result: { task, copy }, before }: Running, finished: boolean): void {
    const joules = this.share.since(before);
    this.recorder.record(ENERGY_SPENT, { task, copy, joules, finished }, this.kernel.now, this.node);
  }

  /** Brings everything up to the present, through a time in which nothing changed. */
  private advance(): void {
    const { now } = this.kernel;
    const elapsed = now - this.since;
    if (elapsed === 0) return;
    this.since = now;
    const { heat, running, watts } = this;
    if (running.length > 0 && this.paused === 0) {
      this.progress += elapsed * this.speed;
      const above = watts - this.device.power.idle;
      this.share.add((above * elapsed) / MICROSECONDS_PER_SECOND / running.length);
    }
    // At its limit a device stays there, rather than drift by rounding.
    const stays = this.throttled && watts === heat?.sustained && heat.temperature === heat.limit;
    if (heat !== undefined && !stays) heat.pass(elapsed, watts);
  }

  /** Gives power, speed and the next time of trouble for what runs now. */
  private adjust(): void {
    const { slots, power } = this.device;
    const { heat } = this;
    const load = this.paused > 0 ? 0 : Math.min(1, this.running.length / slots);
    const demand = this.up ? powerAt(power, load) : 0;
    const throttled = heat !== undefined && this.up && demand > heat.sustained && heat.temperature >= heat.limit;
    const watts = throttled ? Math.max(heat.sustained, power.idle) : demand;
    const changed = watts !== this.watts || throttled !== this.throttled;
    this.watts = watts;
    this.throttled = throttled;
    const share = throttled && demand > power.idle ? (watts - power.idle) / (demand - power.idle) : 1;
    this.changeSpeed(Math.max(CRAWL, share));
    if (heat !== undefined) this.watchLimit(heat, throttled ? Infinity : heat.untilLimit(demand));
    if (!changed) return;
    const fact = { node: this.node, watts: watts as Watts, temperature: this.temperature(), throttled };
    this.recorder.record(POWER_CHANGED, fact, this.kernel.now, this.node);
  }

  private changeSpeed(speed: number): void {
    if (speed === this.speed) return;
    this.speed = speed;
    for (const copy of this.running) {
      if (copy.event !== NO_WORK) this.kernel.cancel(copy.event);
      this.time(copy);
    }
  }

  private time(copy: Running): void {
    const { now } = this.kernel;
    const left = Math.max(0, Math.round((copy.done - this.progress) / this.speed));
    const lasts = this.pauses?.lasting(this.node, now, left) ?? left;
    copy.event = this.kernel.completeAt(now + lasts, this.node, copy.result);
  }

  /** After what ends as a pause begins, and before anything that waits for its end. */
  private planPauses(windows: ReturnType<Pauses['of']>): void {
    if (windows.length === 0) return;
    const turn = (change: number) => (): void => {
      this.advance();
      this.paused += change;
      this.adjust();
    };
    const begin = this.kernel.know({ occur: turn(1) });
    const end = this.kernel.know({ occur: turn(-1) });
    for (const { from, until } of windows) {
      if (from === until) continue;
      this.kernel.occurAt(from, AT_FAULT, begin, 0);
      if (until !== Infinity) this.kernel.occurAt(until, AT_COMPLETION, end, 0);
    }
  }

  private watchLimit(heat: Heat, left: number): void {
    if (this.limitTimer !== undefined) this.kernel.cancel(this.limitTimer);
    this.limitTimer = undefined;
    if (heat.limit === Infinity || left === Infinity) return;
    const at = this.kernel.now + Math.round(left);
    this.limitTimer = this.kernel.occurAt(at, AT_FAULT, this.limitReached, 0);
  }

  private reachedLimit(): void {
    this.limitTimer = undefined;
    this.advance();
    this.heat!.temperature = this.heat!.limit;
    this.adjust();
  }

  private temperature(): Celsius {
    return this.heat === undefined ? ROOM : celsius(this.heat.temperature);
  }
}
