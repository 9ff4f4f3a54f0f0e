// What we use of snarkjs (GPL-3.0), and of ffjavascript's curves behind it; neither comes with types.

declare module 'snarkjs' {
  type Bytes = Uint8Array;
  export interface Group {
    readonly one: Bytes;
    readonly F: { readonly n8: number };
    fromObject(point: unknown): Bytes;
    toObject(point: Bytes): unknown;
    toAffine(point: Bytes): Bytes;
    toJacobian(point: Bytes): Bytes;
    isValid(point: Bytes): boolean;
    isZero(point: Bytes): boolean;
    eq(a: Bytes, b: Bytes): boolean;
    add(a: Bytes, b: Bytes): Bytes;
    neg(a: Bytes): Bytes;
    timesScalar(point: Bytes, scalar: bigint): Bytes;
  }
  export interface Curve {
    readonly q: bigint;
    readonly r: bigint;
    readonly G1: Group;
    readonly G2: Group;
    readonly Fr: { readonly w: readonly Bytes[]; toObject(element: Bytes): bigint };
    readonly tm: {
      readonly instance: { readonly exports: Record<string, (...places: number[]) => void> };
      readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): void };
      u8: Uint8Array;
      u32: Uint32Array;
      alloc(bytes: number): number;
      setBuff(place: number, bytes: Bytes): void;
      getBuff(place: number, length: number): Bytes;
    };
    readonly Gt: { readonly one: Bytes; mul(a: Bytes, b: Bytes): Bytes; eq(a: Bytes, b: Bytes): boolean };
    prepareG1(jacobian: Bytes): Bytes;
    prepareG2(jacobian: Bytes): Bytes;
    millerLoop(one: Bytes, two: Bytes): Bytes;
    finalExponentiation(value: Bytes): Bytes;
    terminate(): Promise<void>;
  }
  interface MemoryFile {
    readonly type: 'mem';
    data?: Uint8Array;
  }
  interface Options {
    readonly singleThread?: boolean;
  }
  export const curves: { getCurveFromName(name: string, options?: Options): Promise<Curve> };
  export const wtns: {
    calculate(inputs: unknown, wasm: string | Uint8Array, to: MemoryFile): Promise<void>;
  };
  export const groth16: {
    prove(
      key: string | Uint8Array,
      witness: MemoryFile,
      logger?: undefined,
      options?: Options,
    ): Promise<{ proof: unknown; publicSignals: string[] }>;
    verify(key: unknown, signals: readonly string[], proof: unknown): Promise<boolean>;
  };
  export const zKey: {
    exportVerificationKey(key: string): Promise<unknown>;
    contribute(from: string, to: string, name: string, entropy: string): Promise<unknown>;
  };
}
