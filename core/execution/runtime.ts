// The seam between the task ABI and the engines: an engine instantiates a rewritten module, and the ABI calls it.

export type Scalar = number | bigint;
/** What a module imports, by module and name. A function that throws ends the call: what it throws passes through. */
export type HostFunctions = Readonly<
  Record<string, Readonly<Record<string, (...args: never[]) => Scalar | undefined>>>
>;

/** How a call into a module ended. Why it trapped stands in the module's own status global. */
export type Call = { readonly kind: 'returned'; readonly value: Scalar | undefined } | { readonly kind: 'trapped' };

export interface Instance {
  /** The memory exported as `memory`, as large as it is now; absent if none is. */
  memory(): Uint8Array | undefined;
  has(exported: string): boolean;
  /** Calls an exported function; i32 is a number and i64 a bigint. */
  call(exported: string, args: readonly Scalar[]): Call;
  /** The value of an exported global. */
  global(exported: string): Scalar;
}

/** Instantiates a module that the rewriter made. It has no start function: the rewriter exports it under a name. */
export type Instantiate = (module: Uint8Array, host: HostFunctions) => Instance;
