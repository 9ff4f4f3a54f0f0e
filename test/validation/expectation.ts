// What a case expects of a scenario: figures that theory gives for its factors, held against what runs measured.

import type { CellResult } from '../../sim/results/index.ts';

export type Metrics = Readonly<Record<string, number>>;

export interface Expectation {
  /** A metric, or a figure made from several. */
  readonly metric: string;
  readonly exact: number;
  /** From the metrics of one run. Undefined if they do not have it. */
  readonly measure: (metrics: Metrics) => number | undefined;
}

export interface ValidationCase {
  /** The name of a scenario file in `scenarios/`. */
  readonly scenario: string;
  /** `thorough`: with figures that take many more tasks to settle. */
  readonly expect: (factors: Factors, thorough: boolean) => readonly Expectation[];
  /** Metrics in which every cell must agree with the first, seed by seed. */
  readonly agree?: readonly string[];
}

/** The values of the varied factors of a cell, as its file writes them: the reference reads them for itself. */
export class Factors {
  private readonly texts: CellResult['factors'];

  constructor(texts: CellResult['factors']) {
    this.texts = texts;
  }

  text(name: string): string {
    const text = this.texts[name];
    if (text === undefined)
      throw new Error(`the scenario does not vary ${name}, only ${Object.keys(this.texts).join(', ')}`);
    return text;
  }

  /** Without its unit: seconds and tasks per second are what all scenarios here are written in. */
  number(name: string, otherwise?: number): number {
    if (otherwise !== undefined && this.texts[name] === undefined) return otherwise;
    const value = Number.parseFloat(this.text(name));
    return /\d\s*ms$/.test(this.text(name)) ? value / 1000 : value;
  }

  /** The number behind a parameter's name in a longer text, such as `hedged after=500 ms`. */
  parameter(name: string, parameter: string): number {
    const found = new RegExp(`\\b${parameter}=([\\d.]+)( ms)?`).exec(this.text(name));
    if (found === null) throw new Error(`no ${parameter} in "${this.text(name)}"`);
    return Number(found[1]) / (found[2] === undefined ? 1 : 1000);
  }
}

export function metric(name: string, exact: number): Expectation {
  return { metric: name, exact, measure: (metrics) => metrics[name] };
}

/** A figure that is not a metric of its own. */
export function derived(name: string, exact: number, measure: (metrics: Metrics) => number): Expectation {
  return { metric: name, exact, measure };
}
