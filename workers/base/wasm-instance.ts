/** What is used of WebAssembly: its types are not among those that every place of this code has. */
interface Engine {
  readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => object;
  readonly Instance: new (module: object) => { readonly exports: unknown };
}

/** A memory that functions of a module work on. */
interface Memory {
  readonly buffer: ArrayBuffer;
  /** By so many times 64 KiB. */
  grow(pages: number): number;
}

/** A compiled module of functions over i32. */
export interface WasmProgram<Name extends string> {
  /** A new instance whose memory holds at least so many bytes. */
  instance(bytes: number): {
    readonly memory: ArrayBuffer;
    readonly run: Readonly<Record<Name, (...values: number[]) => void>>;
  };
}

const PAGE = 65_536;

/** Compiles a module that `wasmModule` made with one page of memory. */
export function wasmProgram<Name extends string>(code: Uint8Array<ArrayBuffer>): WasmProgram<Name> {
  const { Module, Instance } = (globalThis as unknown as { readonly WebAssembly: Engine }).WebAssembly;
  const compiled = new Module(code);
  return {
    instance: (bytes) => {
      const exports = new Instance(compiled).exports as { readonly memory: Memory } & Record<
        Name,
        (...values: number[]) => void
      >;
      exports.memory.grow(Math.ceil(bytes / PAGE));
      return { memory: exports.memory.buffer, run: exports };
    },
  };
}
