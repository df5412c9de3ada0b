/** What a thread that helps is sent. Typed arrays in `input` are views of shared memory: nothing is copied. */
export interface PartsRequest {
  readonly name: string;
  readonly input: unknown;
  readonly count: number;
  /** Numbers that each piece answers. */
  readonly length: number;
  /** Int32: the next piece, those that ended, a stop, then each piece's state (`inParts`). */
  readonly control: SharedArrayBuffer;
  /** Float64: piece after piece. */
  readonly results: SharedArrayBuffer;
}

/** Another thread that takes pieces when it is free. */
export interface Helper {
  post(request: PartsRequest): void;
  /** Int32 at 0 is 0 once the thread has been ended: what it had begun is then done anew. */
  readonly alive: SharedArrayBuffer;
}
