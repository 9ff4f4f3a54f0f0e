// The course of a run as a report draws it: series over time, latencies, a timeline of nodes. A fold like a metric,
// but with curves to say rather than numbers, and only for runs that are asked for it.

import type { Instant, PartyId } from '../../core/foundation/index.ts';
import { inSeconds, MICROSECONDS_PER_SECOND } from '../../core/foundation/index.ts';
import type { FactHandlers, Telemetry } from '../../core/protocol/index.ts';
import {
  EXECUTION_ABORTED,
  EXECUTION_FINISHED,
  EXECUTION_STARTED,
  MESSAGE_SENT,
  MODEL_MADE,
  NODE_CRASHED,
  NODE_DEPLOYED,
  NODE_RESTARTED,
  NODE_RESUMED,
  NODE_SUSPENDED,
  RESULT_HELD,
  TASK_SUBMITTED,
} from '../../core/protocol/index.ts';
import { LEVELS, type NodeRow, type RunRecord } from '../results/index.ts';
import { Samples } from './samples.ts';
import { COURSE_BINS, RateSeries, StepSeries } from './step-series.ts';
import type { Window } from './window.ts';

const TIMELINE_BINS = 100;
const ROWS = 40;
const JOULES_PER_KILOWATT_HOUR = 3.6e6;

interface DeployedNode {
  readonly id: PartyId;
  readonly name: string;
  readonly slots: number;
}

/** Busy slots, nodes up and nodes suspended of one row of the timeline. */
interface Row {
  readonly nodes: DeployedNode[];
  readonly busy: StepSeries;
  readonly up: StepSeries;
  readonly suspended: StepSeries;
}

export class Recording {
  readonly on: FactHandlers;
  private readonly latencies = new Samples();
  private readonly submitted = new RateSeries(COURSE_BINS);
  private readonly completed = new RateSeries(COURSE_BINS);
  private readonly open = new StepSeries(COURSE_BINS);
  private readonly running = new StepSeries(COURSE_BINS);
  private readonly online = new StepSeries(COURSE_BINS);
  private readonly sensors = new Sensors();
  /** Of the latest model; undefined before the first. */
  private accuracy: { readonly series: StepSeries; value: number } | undefined;
  private readonly deployed: DeployedNode[] = [];
  private rows: readonly Row[] | undefined;
  /** By node. */
  private readonly rowOf: Row[] = [];
  private readonly down = new Set<PartyId>();
  private readonly resting = new Set<PartyId>();

  constructor(window: Window) {
    this.on = {
      [NODE_DEPLOYED]: ({ node, name, slots }): void => void this.deployed.push({ id: node, name, slots }),
      [TASK_SUBMITTED]: (_, at): void => {
        this.submitted.count(at);
        this.open.add(1, at);
      },
      [RESULT_HELD]: ({ task, status, submitted }, at): void => {
        this.open.add(-1, at);
        if (status !== 'completed') return;
        this.completed.count(at);
        if (window.contains(task)) this.latencies.push(at - submitted);
      },
      [EXECUTION_STARTED]: (_, at, node): void => this.execute(node, 1, at),
      [EXECUTION_FINISHED]: (_, at, node): void => this.execute(node, -1, at),
      [EXECUTION_ABORTED]: (_, at, node): void => this.execute(node, -1, at),
      [MODEL_MADE]: ({ accuracy }, at): void => this.learn(accuracy, at),
      [NODE_CRASHED]: ({ node }, at): void => this.turn(node, false, at),
      [NODE_RESTARTED]: ({ node }, at): void => this.turn(node, true, at),
      [NODE_SUSPENDED]: ({ node }, at): void => this.suspend(node, true, at),
      [NODE_RESUMED]: ({ node }, at): void => this.suspend(node, false, at),
      [MESSAGE_SENT]: (message, at, node): void => {
        if (message.type === 'heartbeat') this.sensors.hear(node, message.telemetry, at);
      },
    };
  }

  /** What was seen up to `end`. */
  record(end: Instant): Pick<RunRecord, 'end' | 'bin' | 'series' | 'latency' | 'timeline'> {
    this.layOut();
    const { bin, values: open } = this.open.means(end);
    const series: Record<string, readonly number[]> = {
      open,
      running: this.running.means(end).values,
      submitted: this.submitted.means(end),
      completed: this.completed.means(end),
      nodes: this.online.means(end).values,
      ...this.sensors.series(end),
      ...(this.accuracy && { accuracy: this.accuracy.series.means(end).values }),
    };
    return {
      end: inSeconds(end),
      bin,
      series: Object.fromEntries(Object.entries(series).map(([name, values]) => [name, values.map(short)])),
      latency: this.latency(),
      timeline: this.timeline(end),
    };
  }

  private learn(accuracy: number, at: Instant): void {
    this.accuracy ??= { series: new StepSeries(COURSE_BINS), value: 0 };
    this.accuracy.series.add(accuracy - this.accuracy.value, at);
    this.accuracy.value = accuracy;
  }

  private latency(): RunRecord['latency'] {
    const n = this.latencies.length;
    if (n === 0) return { n, quantiles: [] };
    this.latencies.sort();
    return { n, quantiles: LEVELS.map((p) => short(this.latencies.quantile(p) / MICROSECONDS_PER_SECOND)) };
  }

  private timeline(end: Instant): RunRecord['timeline'] {
    const rows = this.layOut().map((row): NodeRow => {
      const slots = row.nodes.reduce((sum, node) => sum + node.slots, 0);
      const part = (series: StepSeries, of: number): readonly number[] =>
        series.means(end).values.map((value) => Math.round((value / of) * 1000) / 1000);
      return {
        name: row.nodes.length === 1 ? row.nodes[0]!.name : `${row.nodes[0]!.name} … ${row.nodes.at(-1)!.name}`,
        nodes: row.nodes.length,
        busy: part(row.busy, slots),
        up: part(row.up, row.nodes.length),
        suspended: part(row.suspended, row.nodes.length),
      };
    });
    return { bin: new StepSeries(TIMELINE_BINS).means(end).bin, rows };
  }

  /** Every node is deployed before anything else happens, so rows are laid out at the first thing that does. */
  private layOut(): readonly Row[] {
    if (this.rows !== undefined) return this.rows;
    const { deployed } = this;
    const series = (): StepSeries => new StepSeries(TIMELINE_BINS);
    const rows = Array.from({ length: Math.min(ROWS, deployed.length) }, (): Row => {
      return { nodes: [], busy: series(), up: series(), suspended: series() };
    });
    deployed.forEach((node, index) => {
      const row = rows[Math.floor((index * rows.length) / deployed.length)]!;
      row.nodes.push(node);
      row.up.add(1, 0);
      this.rowOf[node.id] = row;
    });
    this.online.add(deployed.length, 0);
    this.rows = rows;
    return rows;
  }

  private row(node: PartyId): Row {
    if (this.rows === undefined) this.layOut();
    return this.rowOf[node]!;
  }

  private execute(node: PartyId, change: number, at: Instant): void {
    this.running.add(change, at);
    this.row(node).busy.add(change, at);
  }

  private turn(node: PartyId, up: boolean, at: Instant): void {
    const row = this.row(node);
    if (up !== this.down.has(node)) return;
    if (up) this.down.delete(node);
    else this.down.add(node);
    row.up.add(up ? 1 : -1, at);
    this.online.add(up ? 1 : -1, at);
    if (!up) this.sensors.fall(node, at);
  }

  private suspend(node: PartyId, yes: boolean, at: Instant): void {
    const row = this.row(node);
    if (yes === this.resting.has(node)) return;
    if (yes) this.resting.add(node);
    else this.resting.delete(node);
    row.suspended.add(yes ? 1 : -1, at);
  }
}

/** What the nodes said of themselves in heartbeats, each value held until the next. */
class Sensors {
  private readonly power = new StepSeries(COURSE_BINS);
  private readonly carbon = new StepSeries(COURSE_BINS);
  private readonly heat = new StepSeries(COURSE_BINS);
  private readonly last = new Map<PartyId, { power: number; carbon: number; temperature: number }>();
  private temperatures = 0;
  private seen = { power: false, carbon: false, temperature: false };

  hear(node: PartyId, { power, temperature, carbonIntensity }: Telemetry, at: Instant): void {
    const before = this.last.get(node);
    if (before !== undefined && before.power === power && before.temperature === temperature) {
      if (before.carbon === (power * carbonIntensity) / JOULES_PER_KILOWATT_HOUR) return;
    }
    const now = { power, temperature, carbon: (power * carbonIntensity) / JOULES_PER_KILOWATT_HOUR };
    this.last.set(node, now);
    if (power > 0) this.seen.power = true;
    if (now.carbon > 0) this.seen.carbon = true;
    if (before !== undefined && before.temperature !== temperature) this.seen.temperature = true;
    this.move(before ?? NOTHING, now, at);
  }

  /** A node that is down draws nothing. */
  fall(node: PartyId, at: Instant): void {
    const before = this.last.get(node);
    if (before === undefined) return;
    this.last.delete(node);
    this.move(before, NOTHING, at);
  }

  series(end: Instant): Record<string, readonly number[]> {
    return {
      ...(this.seen.power ? { power: this.power.means(end).values } : {}),
      ...(this.seen.temperature ? { temperature: this.heat.means(end).values } : {}),
      ...(this.seen.carbon ? { carbon: this.carbon.means(end).values } : {}),
    };
  }

  private move(before: typeof NOTHING, now: typeof NOTHING, at: Instant): void {
    this.power.add(now.power - before.power, at);
    this.carbon.add(now.carbon - before.carbon, at);
    this.temperatures += now.temperature - before.temperature;
    this.heat.set(this.last.size === 0 ? 0 : this.temperatures / this.last.size, at);
  }
}

const NOTHING = { power: 0, carbon: 0, temperature: 0 };

/** Four significant digits are more than a chart can show. */
const short = (value: number): number => Number(value.toPrecision(4));
