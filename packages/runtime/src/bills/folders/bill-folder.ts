/** A file that lies where bills are laid down; the name is what stands after the prefix. */
export interface BillFile {
  readonly name: string;
  /** ETag, generation, or time and size: another one is another content. */
  readonly version: string;
  readonly bytes: number;
  readonly writtenAtMs: number;
}

/** Where bills are laid down, to be read only. */
export interface BillFolder {
  list(): Promise<readonly BillFile[]>;
  read(name: string): AsyncIterable<Uint8Array>;
}
