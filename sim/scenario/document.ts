// resolved.yaml: the scenario with its defaults written out, its text, and its SHA-256.

import { basename } from 'node:path';
import { stringify } from 'yaml';
import type { CalibrationReader } from './calibration.ts';
import { canonicalJson } from './canonical.ts';
import { knownDevices } from './checks.ts';
import { writeCoordinators } from './coordinators.ts';
import { defaults } from './defaults.ts';
import { writeDetector } from './detector.ts';
import { writeStop, writeWarmup } from './experiment.ts';
import { writeFaults } from './faults.ts';
import { writeFederated } from './federated.ts';
import { sha256 } from './files.ts';
import { writeStart } from './grid-section.ts';
import { writeIncentives } from './incentives.ts';
import { writeDevices, writeNodes } from './nodes.ts';
import type { OwnFiles } from './own-files.ts';
import * as rules from './rules.ts';
import { chooseScheduling, writeScheduling } from './scheduling.ts';
import { type FrameSections, factorSections, type RunSections, runSections } from './schema.ts';
import type { SectionReader } from './sections.ts';
import { writeSettlement } from './settlement.ts';
import { type MapTree, type Plain, toPlain } from './tree.ts';
import type { Calibration } from './types.ts';
import { writeVerification } from './verification.ts';
import { writeWorkload } from './workload.ts';

export interface PlainDocument {
  readonly [key: string]: Plain;
}

/** Digests of users' own files, by absolute path: part of the inputs. */
const DIGESTS = 'x-sha256';

export interface DocumentParts {
  readonly tree: MapTree;
  readonly sections: SectionReader;
  readonly own: OwnFiles;
  readonly calibrations: CalibrationReader;
  readonly digests: Readonly<Record<string, string>>;
  /** Sections that factors reach into: they stay as written, since their defaults can depend on the factor. */
  readonly varied: ReadonlySet<string>;
  readonly invariants: readonly string[];
  /** The devices of the catalogue that nodes name: written out, since a later version may know better. */
  readonly builtIn: readonly string[];
  readonly frame: Readonly<Pick<FrameSections, 'seeds' | 'thresholds' | 'assumptions'>> & {
    readonly name: string;
    readonly primary: readonly string[];
  };
}

export function makeDocument(parts: DocumentParts): PlainDocument {
  const { tree, frame, digests } = parts;
  const { seeds, name, primary, thresholds, assumptions } = frame;
  const factors = Object.keys(factorSections).flatMap((key): [string, Plain][] => {
    const written = tree.entries.get(key)?.value;
    return written === undefined ? [] : [[key, toPlain(written)]];
  });
  return {
    version: 1,
    name,
    seeds: { from: seeds.from, count: seeds.count },
    ...resolvedSections(parts),
    primary,
    thresholds,
    ...Object.fromEntries(factors),
    assumptions,
    ...(Object.keys(digests).length > 0 && { [DIGESTS]: digests }),
  };
}

type Writers = { readonly [K in keyof RunSections]: (value: RunSections[K], parts: DocumentParts) => Plain };

const writers: Writers = {
  stop: (stop) => writeStop(stop ?? {}),
  warmup: writeWarmup,
  devices: writeKnownDevices,
  nodes: (nodes, { own }) => writeNodes(nodes, own.behaviours),
  coordinators: writeCoordinators,
  network: rules.writeNetwork,
  grid: (grid) => ({ ...grid }),
  start: writeStart,
  workload: writeWorkload,
  federated: (federated) => writeFederated(federated!),
  scheduling: (written, { own }) => {
    const { strategies } = own;
    return writeScheduling(chooseScheduling(written, strategies).value!.chosen, strategies);
  },
  verification: (written, parts) => writeVerification(written, calibrationIn(parts)),
  reputation: ({ rule, forgetting }) => ({ rule, forgetting }),
  defects: (defects) => [...defects],
  detector: (detector) => writeDetector(detector!),
  incentives: (incentives) => writeIncentives(incentives!),
  settlement: (settlement) => writeSettlement(settlement!),
  recovery: (recovery) => recovery,
  liveness: rules.writeLiveness,
  safety: rules.writeSafety,
  breaker: rules.writeBreaker,
  faults: writeFaults,
  fidelity: ({ execution, signature, proof, sample, calibration, runtime, fallback }) => ({
    ...(execution !== undefined && { execution }),
    signature,
    proof,
    ...(proof === 'sampled' && { sample }),
    ...(calibration !== undefined && { calibration }),
    ...(runtime !== undefined && { runtime }),
    ...(fallback !== undefined && { fallback }),
  }),
  invariants: (chosen, { invariants: all }) => all.filter((name) => chosen === 'all' || chosen.includes(name)),
};

function calibrationIn({ tree, sections, calibrations }: DocumentParts): Calibration | undefined {
  const fidelity = sections.peek(tree, 'fidelity');
  const path = fidelity.ok ? fidelity.value.calibration : undefined;
  const read = path === undefined ? undefined : calibrations.read(path);
  return read?.ok === true ? read.value : undefined;
}

function writeKnownDevices(own: RunSections['devices'], parts: DocumentParts): Plain {
  const known = Object.entries(knownDevices(own));
  const wanted = [defaults.deviceName, ...parts.builtIn, ...Object.keys(own)];
  return writeDevices(Object.fromEntries(known.filter(([name]) => wanted.includes(name))));
}

function resolvedSections(parts: DocumentParts): Record<string, Plain> {
  const resolved: Record<string, Plain> = {};
  for (const key of Object.keys(runSections) as (keyof RunSections)[]) {
    const written = parts.tree.entries.get(key)?.value;
    if (parts.varied.has(key)) {
      if (written !== undefined) resolved[key] = toPlain(written);
      continue;
    }
    const read = parts.sections.peek(parts.tree, key);
    if (!read.ok || read.value === undefined) continue;
    resolved[key] = (writers[key] as (value: unknown, parts: DocumentParts) => Plain)(read.value, parts);
  }
  return resolved;
}

const HEADER = '# Everything that this scenario means, defaults included. It can be run again as it is.\n';

export const documentText = (document: PlainDocument): string =>
  HEADER + stringify(document, { lineWidth: 0, aliasDuplicateObjects: false, version: '1.2', schema: 'core' });

/** SHA-256 of the content. A user's own file counts by its name and content, not by its place. */
export function documentSha256(document: PlainDocument): string {
  const digests = (document[DIGESTS] ?? {}) as Readonly<Record<string, string>>;
  return sha256(canonicalJson(withoutPlaces(document, digests)));
}

function withoutPlaces(value: Plain, digests: Readonly<Record<string, string>>): Plain {
  const placeless = (text: string): string =>
    Object.hasOwn(digests, text) ? `${basename(text)} ${digests[text]!}` : text;
  if (typeof value === 'string') return placeless(value);
  if (Array.isArray(value)) return value.map((item: Plain) => withoutPlaces(item, digests));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([key]) => key !== DIGESTS);
  return Object.fromEntries(entries.map(([key, part]) => [placeless(key), withoutPlaces(part, digests)]));
}
