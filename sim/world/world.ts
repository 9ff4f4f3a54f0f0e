// Builds a world out of one cell and one seed: parties on simulated hosts, devices, network, outages and workloads.

import type { BitRate, Duration, Instant, PartyId } from '../../core/foundation/index.ts';
import { NO_PARTY, partyId } from '../../core/foundation/index.ts';
import type { SafetyLimits } from '../../core/node/index.ts';
import { AmbientNode } from '../../core/node/index.ts';
import type { Capabilities, Host, Party } from '../../core/protocol/index.ts';
import { NODE_DEPLOYED } from '../../core/protocol/index.ts';
import type { AnchorProof } from '../../core/settlement/index.ts';
import type { RunState, Stream } from '../kernel/index.ts';
import { Kernel, openStream, TieShuffle } from '../kernel/index.ts';
import type { Cell, NodeGroup } from '../scenario/cells.ts';
import { bandwidthOf } from '../scenario/cells.ts';
import { ClosedSource, CopySource, OpenSource } from '../workload/index.ts';
import { ofAggregators } from './aggregator-driver.ts';
import { capabilitiesOf, clientSettings, memoryFor } from './capabilities.ts';
import { pursesOf, startClient, wornByClient } from './client-dress.ts';
import { heatRooms } from './climate.ts';
import { Coordination, ofMembers, settingsOf } from './coordination.ts';
import { hurried, recorderOf, slotsOf } from './defects.ts';
import { Device } from './device.ts';
import { type Dress, Wardrobe } from './disguises.ts';
import { executorOf } from './executor.ts';
import { Grid, Intensities } from './grid.ts';
import { type Happening, happening } from './happenings.ts';
import { ModelledIdentities, RealIdentities } from './identities.ts';
import { jobsOf } from './job-makers.ts';
import { comeAndGo, crash } from './mishaps.ts';
import { deviceOf, machineOf, namesOf, SeveralNamed } from './names.ts';
import type { AccessLink } from './network.ts';
import type { Machine } from './outages.ts';
import { Outages } from './outages.ts';
import type { Address } from './paths.ts';
import { pegNames, seatedAs } from './peg.ts';
import { ProofShelf } from './proving.ts';
import { truthOfWork } from './rules.ts';
import { type Settlement, settlementOf } from './settlement.ts';
import type { Surroundings } from './sim-host.ts';
import { SimHost } from './sim-host.ts';
import { Submissions } from './submissions.ts';
import { type Federation, federationOf, guardOf } from './training.ts';
import { transmissionOf } from './transmission.ts';
import { troubleOf } from './trouble.ts';
import type { WorldOptions } from './world-options.ts';

/** Faults after which a node wants its queue back. */
const STOPPING: readonly string[] = ['crash', 'churn', 'disk'];
const UNLIMITED: AccessLink = { up: Infinity, down: Infinity };

interface Placed {
  readonly name: string;
  /** In its group, from 0. */
  readonly index: number;
  /** Which of the names of its machine, from 0. */
  readonly alias: number;
  readonly group: NodeGroup;
  readonly id: PartyId;
}

export class World {
  readonly kernel: Kernel;
  private readonly cell: Cell;
  private readonly options: WorldOptions;
  private readonly names: string[] = [];
  private readonly links: AccessLink[] = [];
  private readonly addresses: Address[] = [];
  private readonly surroundings: Surroundings;
  private readonly submissions: Submissions;
  private readonly settlement: Settlement | undefined;
  /** NO_PARTY if nothing is anchored. */
  private readonly anchorer: PartyId;
  private readonly pegged: readonly PartyId[];
  private readonly intensities: Intensities;
  private readonly grid: Grid;
  private readonly coordination: Coordination;
  private readonly coordinator: PartyId;
  private readonly nodes: readonly Placed[];
  /** What goes wrong in this run. */
  private readonly happenings: readonly Happening[];
  private readonly severalNamed: SeveralNamed;
  /** The aggregator. */
  private readonly learner: PartyId | undefined;
  private readonly federation: Federation | undefined;
  private readonly clients: readonly { readonly workload: number; readonly index: number; readonly id: PartyId }[];

  constructor(cell: Cell, options: WorldOptions) {
    this.cell = cell;
    this.options = options;
    const { shuffleTies } = options;
    this.kernel = new Kernel(shuffleTies === undefined ? undefined : new TieShuffle(this.stream('ties', shuffleTies)));
    const recorder = recorderOf(cell.defects, this.kernel.fingerprint, options.observers);
    // Clients come first: the task ids of client 0 are small integers, which cost V8 no box wherever they are kept.
    this.clients = this.placeClients();
    // The last of the clients.
    this.learner = cell.federated && this.enter('aggregator', this.accessLink(), { region: this.hub(), home: true });
    this.coordination = new Coordination(cell, (name) => {
      return this.enter(name, UNLIMITED, { region: this.hub(), home: false });
    });
    this.coordinator = this.coordination.id;
    this.nodes = this.placeNodes();
    this.severalNamed = new SeveralNamed(this.kernel, this.nodes);
    const anchors = cell.settlement?.anchor !== undefined;
    this.anchorer = anchors ? this.enter('anchorer', UNLIMITED, { region: this.hub(), home: false }) : NO_PARTY;
    const outside = { region: this.hub(), home: false };
    this.pegged = pegNames(cell.settlement?.peg).map((name) => this.enter(name, UNLIMITED, outside));
    const nameOf = (party: PartyId): string => this.names[party]!;
    const identities =
      cell.fidelity.signature === 'real'
        ? new RealIdentities(nameOf, (name) => this.stream(name))
        : new ModelledIdentities();
    const stream = (name: string): Stream => this.stream(name);
    this.happenings = happening(cell.faults, stream);
    const trouble = troubleOf(this.happenings, (name) => this.partiesOf(name), stream);
    const truth = truthOfWork(options.programs);
    const wire = options.wire;
    this.surroundings = {
      ...{ kernel: this.kernel, recorder, identities, network: undefined, trouble, truth, wire },
      tap: options.tap,
      proofs: options.proving && new ProofShelf(this.kernel, options.proving),
      traces: options.traces,
      memoryFor: (work) => memoryFor(work, cell.workload),
    };
    this.intensities = new Intensities(cell);
    this.grid = new Grid(this.kernel, this.intensities);
    this.settlement = settlementOf(cell, options, {
      kernel: this.kernel,
      recorder,
      coordinator: this.coordinator,
      stream,
    });
    this.federation = federationOf(cell, options.trainingSet, this.nodes, this.learner, stream);
    const milestones = { closed: () => this.coordination.limit(this.kernel), done: () => this.end() };
    this.submissions = new Submissions(this.kernel, recorder, milestones, cell);
  }

  /** Runs to the end of the last task. The mesh has formed before time begins: its registrations take no time. */
  async run(): Promise<RunState> {
    const machines = this.deploy();
    this.grid.start();
    const { anchorer } = this;
    const purseOf = pursesOf(this.clients, this.cell.workload);
    const means = { ...this.options, anchorer, payers: this.payers(), purseOf };
    const offices = this.coordination.start({
      hostOf: (party, stream) => new SimHost(party, this.stream(stream), this.surroundings),
      stream: (name) => this.stream(name),
      settings: () => {
        const strategy = this.options.strategy(this.stream('scheduling'), this.intensities);
        return settingsOf(this.cell, strategy, { ...means, machine: this.federation?.machine() });
      },
    });
    if (anchorer !== NO_PARTY) this.settlement?.startAnchorer(this.hostOf(anchorer));
    this.settlement?.startPeg(this.pegged.map((party) => this.hostOf(party)));
    const outages = new Outages(this.kernel, machines, this.cell.recovery === 'requeue');
    this.severalNamed.begin(outages);
    comeAndGo(outages, this.nodes, this.cell.start ?? 0, (name) => this.stream(name));
    for (const [machine, { boot }] of machines.entries()) if (outages.isUp(machine)) boot(0);
    if (this.coordination.federated) this.kernel.settle();
    const { links, addresses, names } = this;
    const open = (name: string): Stream => this.stream(name);
    this.surroundings.network = transmissionOf(this.cell, this.surroundings, { links, addresses, names, open });
    this.kernel.settle();
    crash(outages, this.nodes, this.happenings, open);
    crash(new Outages(this.kernel, offices, true, ofMembers), this.coordination.names, this.happenings, open);
    const occupants = machines.map(({ host }, at) => ({ name: this.nodes[at]!.name, heat: host.heatRoom.bind(host) }));
    heatRooms(this.kernel, occupants, this.happenings);
    outages.begin();
    this.settlement?.start();
    const aggregators = this.startClients();
    if (aggregators.length > 0) {
      const down = new Outages(this.kernel, aggregators, true, ofAggregators);
      crash(down, [{ name: 'aggregator' }], this.happenings, open);
    }
    const state = await this.kernel.runToEnd();
    this.severalNamed.close();
    for (const { host } of machines) host.close();
    return state;
  }

  /** Why the run was given up before its end; undefined if it was not. */
  get gaveUp(): string | undefined {
    return this.submissions.gaveUp;
  }

  /** As reports call a party. */
  nameOf(party: PartyId): string {
    return this.names[party]!.replace(/^node\//, '');
  }

  /** Of the first anchors that became final. */
  get anchorProofs(): readonly AnchorProof[] {
    return this.settlement?.proofs ?? [];
  }

  /** The last task has ended. */
  private end(): void {
    if (this.settlement === undefined) this.kernel.stop();
    else this.settlement.finish(() => this.kernel.stop());
  }

  private hostOf(party: PartyId): SimHost {
    return new SimHost(party, this.stream(`party/${this.names[party]!}`), this.surroundings);
  }

  private stream(name: string, seed: number = this.options.seed): Stream {
    return openStream(seed, name);
  }

  private placeClients(): { workload: number; index: number; id: PartyId }[] {
    return this.cell.workload.flatMap(({ name, arrivals, region = this.hub() }, workload) => {
      const count = arrivals.kind === 'closed' ? arrivals.clients : 1;
      return Array.from({ length: count }, (_, index) => {
        const id = this.enter(`client/${name}/${index}`, this.accessLink(), { region, home: true });
        return { workload, index, id };
      });
    });
  }

  private placeNodes(): Placed[] {
    return this.cell.nodes.flatMap((group) =>
      namesOf(group).map(({ name, index, alias }) => {
        const { device, region, access = device.access } = group;
        const link = this.accessLink(device.up, device.down, access);
        const address = { region, home: true, ...(access !== undefined && { access }) };
        return { name, index, alias, group, id: this.enter(`node/${name}`, link, address) };
      }),
    );
  }

  /** Where the coordinator is, and clients that are nowhere else. */
  private hub(): string {
    return this.cell.coordinators?.region ?? '';
  }

  private enter(name: string, link: AccessLink, address: Address): PartyId {
    this.links.push(link);
    this.addresses.push(address);
    return partyId(this.names.push(name) - 1);
  }

  /** A device's own figures win, then those of its group's class of access, then the network's. */
  private accessLink(up?: BitRate, down?: BitRate, access?: string): AccessLink {
    const { network } = this.cell;
    if (network.ideal) return UNLIMITED;
    const usual = access === undefined ? network : bandwidthOf(access);
    return { up: up ?? usual.up ?? Infinity, down: down ?? usual.down ?? Infinity };
  }

  private deploy(): Machine[] {
    const { cell } = this;
    const copies = cell.workload.map((workload) =>
      workload.work.copies === 'independent' ? new CopySource(workload, (name) => this.stream(name)) : undefined,
    );
    const wardrobe = new Wardrobe(this.options.behaviours);
    const program = executorOf(cell.fidelity);
    return this.nodes.map(({ name, group, alias, id }, at) => {
      const link = this.links[id]!;
      const device = new Device(deviceOf(group, alias), link, copies, program);
      const host = new SimHost(id, this.stream(this.names[id]!), this.surroundings, device);
      device.trainer = this.federation?.ownOf(id);
      const { slots, speed, power, gflops } = device.spec;
      const honest = group.behaviour === undefined && this.federation?.isLiar(id) !== true;
      const figures = power && { idle: power.idle, peak: power.peak, gflops };
      host.record(NODE_DEPLOYED, { node: id, name, slots, speed, honest, ...figures });
      this.grid.connect(host, device, group.region);
      const dress = wardrobe.dress(group.behaviour, (behaviour) => this.stream(`${this.names[id]!}/${behaviour}`), {
        truth: (work) => device.execute(work).output,
        metered: power !== undefined,
        ...this.severalNamed.backingOf(at),
      });
      return { node: id, host, boot: this.boot(host, capabilitiesOf(group, link), dress, group.stays) };
    });
  }

  private boot(host: SimHost, own: Capabilities, dress: Dress, stays: Duration | undefined): (epoch: number) => void {
    const { liveness, recovery, defects } = this.cell;
    const capabilities = slotsOf(own, defects);
    const crashes =
      this.cell.faults.some(({ kind }) => STOPPING.includes(kind)) ||
      this.cell.nodes.some((group) => group.churn !== undefined);
    const durable = crashes && recovery === 'requeue';
    const { heartbeat } = liveness;
    const safety = this.cell.safety as unknown as SafetyLimits;
    const guard = guardOf(this.federation);
    const { introduce } = this.coordination;
    const leaving = stays !== undefined && { leavesAt: stays as number as Instant };
    return (epoch) => {
      const settings = { coordinator: this.coordinator, capabilities, epoch, heartbeat, safety, durable, ...leaving };
      const make = (seen: Host): Party => hurried(guard(seen, new AmbientNode(seen, settings)), defects);
      host.run(introduce(dress.outside(host), (near) => dress.within(near, make)).whole);
    };
  }

  /** Everybody who pays for tasks. */
  private payers(): PartyId[] {
    return [...this.clients.map(({ id }) => id), ...(this.learner === undefined ? [] : [this.learner])];
  }

  private partiesOf(name: string): readonly PartyId[] {
    if (name === 'clients') return this.payers();
    if (name === 'aggregator' && this.learner !== undefined) return [this.learner];
    if (name.startsWith('coordinator')) return this.coordination.named(name);
    const seated = seatedAs(name, this.cell.settlement?.peg, this.pegged);
    return seated ?? this.nodes.filter((node) => machineOf(node.name) === name).map(({ id }) => id);
  }

  /** Returns the machines among them that stop and come back. */
  private startClients(): Machine[] {
    for (const { workload: index, index: client, id } of this.clients) {
      const workload = this.cell.workload[index]!;
      const { arrivals } = workload;
      const host = new SimHost(id, this.stream(`party/${this.names[id]!}`), this.surroundings);
      const settings = clientSettings(this.coordinator, workload, index, this.nodes);
      const worn = wornByClient(workload, this.nodes, (name) => this.stream(`${this.names[id]!}/${name}`));
      const party = startClient(host, settings, this.submissions, this.coordination.introduce, worn);
      const open = (name: string): Stream => this.stream(name);
      const program = this.options.programs?.[index];
      const submitting = {
        workload,
        index,
        party,
        id,
        program,
        jobs: jobsOf(workload, index, client, this.nodes, (name) => this.stream(name)),
      };
      if (arrivals.kind === 'closed') this.submissions.addClosed(submitting, new ClosedSource(workload, client, open));
      else this.submissions.addOpen(submitting, new OpenSource(workload, open));
    }
    const machines = this.federation?.start((id) => this.hostOf(id), this.coordinator, this.submissions) ?? [];
    this.submissions.start();
    return machines;
  }
}
