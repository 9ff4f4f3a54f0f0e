// The part of the engine's WebAssembly that is used here, typed: @types/node has none of it.

export interface WasmModule {
  readonly brand: 'WebAssembly.Module';
}

interface WasmApi {
  validate(bytes: Uint8Array): boolean;
  readonly Module: new (bytes: Uint8Array) => WasmModule;
  readonly Instance: new (
    module: WasmModule,
    imports: object,
  ) => { readonly exports: Readonly<Record<string, unknown>> };
  readonly RuntimeError: ErrorConstructor;
}

declare const WebAssembly: WasmApi;

export const webAssembly: WasmApi = WebAssembly;
