// A WebAssembly module as plain data: what the decoder makes of a binary. Indices are those of the binary, in which
// imports come first; code stays where it is, as ranges of bytes.

/** The byte that stands for a type in the binary. */
export const I32 = 0x7f;
export const I64 = 0x7e;
export const F32 = 0x7d;
export const F64 = 0x7c;
export const FUNCREF = 0x70;
export const EXTERNREF = 0x6f;
export type ValueType = typeof I32 | typeof I64 | typeof F32 | typeof F64 | typeof FUNCREF | typeof EXTERNREF;
export type ReferenceType = typeof FUNCREF | typeof EXTERNREF;

/** From `start` up to, but not including, `end`: offsets in the binary. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

export interface FunctionType {
  readonly params: readonly ValueType[];
  readonly results: readonly ValueType[];
}

/** Pages of 64 KiB for a memory, elements for a table. */
export interface SizeLimits {
  readonly min: number;
  readonly max?: number;
}

export interface TableType {
  readonly element: ReferenceType;
  readonly size: SizeLimits;
}

export interface GlobalType {
  readonly type: ValueType;
  readonly mutable: boolean;
}

/** What the outside gives; `type` of a function is an index into the types. */
export type Import = { readonly module: string; readonly name: string } & (
  | { readonly kind: 'function'; readonly type: number }
  | { readonly kind: 'table'; readonly table: TableType }
  | { readonly kind: 'memory'; readonly size: SizeLimits }
  | { readonly kind: 'global'; readonly global: GlobalType }
);

/** One constant instruction. Floats are their bits, so that a NaN keeps its payload. */
export type Constant =
  | { readonly kind: 'i32'; readonly value: number }
  | { readonly kind: 'i64'; readonly value: bigint }
  | { readonly kind: 'f32'; readonly bits: number }
  | { readonly kind: 'f64'; readonly bits: bigint }
  | { readonly kind: 'global'; readonly index: number }
  | { readonly kind: 'null'; readonly type: ReferenceType }
  | { readonly kind: 'function'; readonly index: number };

export interface Global extends GlobalType {
  readonly init: Constant;
}

export interface Export {
  readonly name: string;
  readonly kind: 'function' | 'table' | 'memory' | 'global';
  readonly index: number;
}

export interface Elements {
  readonly mode: 'active' | 'passive' | 'declared';
  readonly type: ReferenceType;
  /** Where an active segment goes. */
  readonly table: number;
  readonly offset?: Constant;
  readonly items: readonly Constant[];
}

export interface Data {
  readonly mode: 'active' | 'passive';
  readonly offset?: Constant;
  readonly bytes: ByteRange;
}

export interface Body {
  /** Runs of declared locals of one type; parameters come before them and are not listed. */
  readonly locals: readonly { readonly count: number; readonly type: ValueType }[];
  /** The instructions, with the closing `end`. */
  readonly code: ByteRange;
}

export interface Module {
  readonly bytes: Uint8Array;
  readonly types: readonly FunctionType[];
  readonly imports: readonly Import[];
  /** The type index of each function of its own, in the order of `bodies`. */
  readonly functions: readonly number[];
  readonly tables: readonly TableType[];
  readonly memories: readonly SizeLimits[];
  readonly globals: readonly Global[];
  readonly exports: readonly Export[];
  readonly start?: number;
  readonly elements: readonly Elements[];
  readonly dataCount?: number;
  readonly bodies: readonly Body[];
  readonly data: readonly Data[];
}
