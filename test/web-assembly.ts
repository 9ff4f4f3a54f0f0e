// V8's WebAssembly with the types of what tests use of it: @types/node has none, and the browser's library brings all
// of the browser.

interface Module {
  readonly brand: 'WebAssembly.Module';
}

interface WebAssemblyApi {
  readonly validate: (bytes: Uint8Array) => boolean;
  readonly Module: {
    new (bytes: Uint8Array): Module;
    imports(module: Module): readonly { module: string; name: string; kind: string }[];
    exports(module: Module): readonly { name: string; kind: string }[];
  };
  readonly Instance: new (module: Module) => { readonly exports: Readonly<Record<string, unknown>> };
  readonly Memory: new (type: { initial: number }) => { readonly buffer: ArrayBuffer };
  readonly RuntimeError: ErrorConstructor;
}

export const wasm: WebAssemblyApi = (globalThis as unknown as { readonly WebAssembly: WebAssemblyApi }).WebAssembly;
