// The table of all sections of a scenario: how each is read, and in which order they are written.

import { z } from 'zod';
import { coordinators, type WrittenCoordinators } from './coordinators.ts';
import { limits } from './defaults.ts';
import { defects } from './defects.ts';
import { detector } from './detector.ts';
import * as experiment from './experiment.ts';
import { faults, type WrittenFault } from './faults.ts';
import { federated, type WrittenFederated } from './federated.ts';
import { grid, start, type WrittenGrid } from './grid-section.ts';
import { incentives } from './incentives.ts';
import { leaf, listOf, mapOf, mapping, text, title } from './kit.ts';
import * as messages from './messages.ts';
import * as nodes from './nodes.ts';
import * as rules from './rules.ts';
import { scheduling, type WrittenScheduling } from './scheduling.ts';
import { settlement } from './settlement.ts';
import type { Cell, Liveness, ResolvedNetwork, SafetyLimits, Stop, Warmup } from './types.ts';
import { verification, type WrittenVerification } from './verification.ts';
import { type WrittenWorkload, workload } from './workload.ts';

/** The sections that can differ from cell to cell. */
export interface RunSections {
  readonly stop: Stop | undefined;
  readonly warmup: Warmup;
  readonly devices: Readonly<Record<string, nodes.WrittenDevice>>;
  readonly nodes: readonly nodes.WrittenGroup[];
  readonly coordinators: WrittenCoordinators;
  readonly network: ResolvedNetwork;
  readonly grid: WrittenGrid;
  readonly start: number;
  readonly workload: readonly WrittenWorkload[];
  readonly federated: WrittenFederated | undefined;
  readonly scheduling: WrittenScheduling;
  readonly verification: WrittenVerification;
  readonly reputation: Cell['reputation'];
  readonly defects: NonNullable<Cell['defects']>[number][];
  readonly detector: Cell['detector'] | undefined;
  readonly incentives: Cell['incentives'] | undefined;
  readonly settlement: Cell['settlement'] | undefined;
  readonly recovery: Cell['recovery'];
  readonly liveness: Liveness;
  readonly safety: SafetyLimits;
  readonly breaker: Cell['breaker'];
  readonly faults: readonly WrittenFault[];
  readonly fidelity: rules.WrittenFidelity;
  readonly invariants: 'all' | readonly string[];
}

/** The sections that are the same for all cells. */
export interface FrameSections {
  readonly version: 1;
  readonly name: string | undefined;
  readonly seeds: experiment.SeedRange;
  readonly seed: number | undefined;
  readonly primary: readonly string[] | undefined;
  readonly thresholds: readonly string[];
  readonly assumptions: readonly string[];
}

type Schemas<T> = { readonly [K in keyof T]: z.ZodType<T[K]> };

export const runSections: Schemas<RunSections> = {
  stop: experiment.stop.optional(),
  warmup: experiment.warmup,
  devices: nodes.devices,
  nodes: nodes.nodes,
  coordinators,
  network: rules.network,
  grid,
  start,
  workload,
  federated: federated.optional(),
  scheduling,
  verification,
  reputation: rules.reputation,
  detector: detector.optional(),
  defects,
  incentives: incentives.optional(),
  settlement: settlement.optional(),
  recovery: rules.recovery,
  liveness: rules.liveness,
  safety: rules.safety,
  breaker: rules.breaker,
  faults,
  fidelity: rules.fidelity,
  invariants: experiment.invariants,
};

const version: z.ZodType<1> = leaf('version: 1', { const: 1, description: 'The version of this format.' }, (written) =>
  written === 1 ? { ok: true, value: 1 } : { ok: false, failures: [messages.unknownVersion()] },
);

export const frameSections: Schemas<FrameSections> = {
  version,
  name: title('a scenario', 'The name of the scenario. Default: that of its file.').optional(),
  seeds: experiment.seeds,
  seed: experiment.seed.optional(),
  primary: experiment.primary.optional(),
  thresholds: experiment.thresholds,
  assumptions: experiment.assumptions,
};

const anything = z.unknown();
const values = listOf('a list of values', anything, limits.cells, 1);
const combinations = listOf('a list of mappings', mapOf('a mapping of factors to values', anything), limits.cells);

/** The sections that make cells; their keys are paths. */
export interface FactorSections {
  readonly matrix: Readonly<Record<string, readonly unknown[]>>;
  readonly zip: Readonly<Record<string, readonly unknown[]>>;
  readonly exclude: readonly Readonly<Record<string, unknown>>[];
  readonly include: readonly Readonly<Record<string, unknown>>[];
}

export const factorSections: Schemas<FactorSections> = {
  matrix: mapOf('a mapping of factors to lists of values', values)
    .meta({
      description: 'All combinations of these values: one cell for each. A factor is a path, such as scheduling.d.',
    })
    .prefault({}),
  zip: mapOf('a mapping of factors to lists of values', values)
    .meta({ description: 'Values taken element by element; combined with those of "matrix".' })
    .prefault({}),
  exclude: combinations.meta({ description: 'Combinations that are left out.' }).prefault([]),
  include: combinations
    .meta({ description: 'Keys added to the combinations they agree with, or else cells of their own.' })
    .prefault([]),
};

/** The sections that are gone once the layers are merged. */
export const layerSections: LayerSchemas = {
  extends: text('the path of a scenario file', 'The file that this one builds on: maps merge, lists replace.'),
  environments: mapOf('a mapping of names to parts of a scenario', mapOf('a part of a scenario', anything)).meta({
    description: 'Changes by name, chosen with --env NAME.',
  }),
};

interface LayerSchemas {
  readonly extends: z.ZodType<string>;
  readonly environments: z.ZodType;
}

/** Every key at the top of a file, in the order of the reference. */
export const topLevel: Readonly<Record<string, z.ZodType>> = {
  version: frameSections.version,
  name: frameSections.name,
  extends: layerSections.extends.optional(),
  seeds: frameSections.seeds,
  seed: frameSections.seed,
  ...runSections,
  primary: frameSections.primary,
  thresholds: frameSections.thresholds,
  ...factorSections,
  assumptions: frameSections.assumptions,
  environments: layerSections.environments.optional(),
};

export const scenarioSchema: z.ZodType = mapping('a scenario', topLevel).meta({ title: 'A scenario of ambient-vcp' });
