const PIECE_BYTES = 2 ** 18;

/** A file SQLite wants for a while (a sorter's runs, a temporary table): plaintext that never leaves memory. */
export class MemoryFile {
  private pieces: Uint8Array[] = [];
  private length = 0;

  get size(): number {
    return this.length;
  }

  /** Fills `target` with what there is and zeros after it; false when there was too little. */
  read(at: number, target: Uint8Array): boolean {
    const bytes = Math.max(0, Math.min(target.byteLength, this.length - at));
    this.eachPiece(at, bytes, (piece, from, to, done) => {
      target.set(piece.subarray(from, to), done);
    });
    target.fill(0, bytes);
    return bytes === target.byteLength;
  }

  write(at: number, bytes: Uint8Array): void {
    const end = at + bytes.byteLength;
    while (this.pieces.length * PIECE_BYTES < end) this.pieces.push(new Uint8Array(PIECE_BYTES));
    this.eachPiece(at, bytes.byteLength, (piece, from, to, done) => {
      piece.set(bytes.subarray(done, done + to - from), from);
    });
    this.length = Math.max(this.length, end);
  }

  truncate(size: number): void {
    this.pieces.length = Math.min(this.pieces.length, Math.ceil(size / PIECE_BYTES));
    this.pieces.at(-1)?.fill(0, size - (this.pieces.length - 1) * PIECE_BYTES);
    this.length = size;
  }

  close(): void {
    for (const piece of this.pieces) piece.fill(0);
    this.pieces = [];
    this.length = 0;
  }

  private eachPiece(
    at: number,
    bytes: number,
    visit: (piece: Uint8Array, from: number, to: number, done: number) => void,
  ): void {
    for (let done = 0; done < bytes;) {
      const place = at + done;
      const from = place % PIECE_BYTES;
      const to = Math.min(PIECE_BYTES, from + bytes - done);
      const piece = this.pieces[Math.floor(place / PIECE_BYTES)];
      if (piece !== undefined) visit(piece, from, to, done);
      done += to - from;
    }
  }
}
