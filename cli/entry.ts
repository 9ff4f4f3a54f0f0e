// One line of `ambient list`: its fields are what programs read with --json.

/** One thing with a name. */
export interface Entry {
  readonly name: string;
  readonly summary: string;
  readonly unit?: string;
  /** Other names of the same thing. */
  readonly aliases?: readonly string[];
  readonly parameters?: readonly EntryParameter[];
}

export interface EntryParameter {
  readonly name: string;
  readonly description: string;
  /** As one writes it in a scenario. Absent if it must be given. */
  readonly default?: number | boolean | string;
}
