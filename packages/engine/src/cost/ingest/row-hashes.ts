/**
 * Which rows were seen, by 64 bits of what they say. Of a million different rows two are taken for the same with a chance of one
 * in 30 million; a row that is taken for another is set aside and told, never lost.
 */
export class RowHashes {
  #slots = new Uint32Array(2 * 1_024);
  #count = 0;
  /** The row before: rows of a bill have most of their fields in common with it, and only what differs is hashed again. */
  #before: string[] = [];
  #hashes = new Int32Array(0);
  #a = 0;
  #b = 0;
  #columns = new Int32Array(0);
  #bytes = Buffer.alloc(1 << 14);

  /** True if the same fields were added before. */
  hasOrAdd(fields: readonly string[]): boolean {
    if (fields.length !== this.#before.length) this.#begin(fields.length);
    const before = this.#before;
    const columns = this.#columns;
    let count = 0;
    let text = "";
    for (let i = 0; i < fields.length; i += 1) {
      const field = fields[i] as string;
      if (before[i] === field) continue;
      before[i] = field;
      columns[count] = i;
      count += 1;
      text += field;
    }
    const units = this.#unitsOf(text);
    const hashes = this.#hashes;
    let a = this.#a;
    let b = this.#b;
    let unitAt = 0;
    for (let i = 0; i < count; i += 1) {
      // a column's hash is its own, so that the same values in other columns are another row; the row's is their sum
      const column = columns[i] as number;
      const at = 2 * column;
      const unitEnd = unitAt + (before[column] as string).length;
      a = (a - (hashes[at] as number)) | 0;
      b = (b - (hashes[at + 1] as number)) | 0;
      hashUnits(units, unitAt, unitEnd, column, hashes);
      a = (a + (hashes[at] as number)) | 0;
      b = (b + (hashes[at + 1] as number)) | 0;
      unitAt = unitEnd;
    }
    this.#a = a;
    this.#b = b;
    if (this.#count * 3 > this.#slots.length) this.#grow();
    // two zeros are an empty slot
    return this.#place(a >>> 0, a === 0 && b === 0 ? 1 : b >>> 0);
  }

  /** Rows of another length have nothing to compare with. */
  #begin(fieldCount: number): void {
    this.#before = Array.from({ length: fieldCount }, () => "");
    this.#hashes = new Int32Array(2 * fieldCount);
    this.#columns = new Int32Array(fieldCount);
    this.#a = 0x811c9dc5 ^ fieldCount;
    this.#b = 0x9747b28c;
  }

  /** A text's units of UTF-16: read from a buffer they are several times quicker than from a piece of a string. */
  #unitsOf(text: string): Uint16Array {
    if (2 * text.length > this.#bytes.length) this.#bytes = Buffer.alloc(4 * text.length);
    const bytes = this.#bytes;
    bytes.write(text, "utf16le");
    return new Uint16Array(bytes.buffer, bytes.byteOffset, text.length);
  }

  #place(a: number, b: number): boolean {
    const slots = this.#slots;
    let at = (a & (slots.length / 2 - 1)) * 2;
    for (;;) {
      const x = slots[at] as number;
      const y = slots[at + 1] as number;
      if (x === 0 && y === 0) break;
      if (x === a && y === b) return true;
      at = (at + 2) & (slots.length - 1);
    }
    slots[at] = a;
    slots[at + 1] = b;
    this.#count += 1;
    return false;
  }

  #grow(): void {
    const before = this.#slots;
    this.#slots = new Uint32Array(before.length * 2);
    this.#count = 0;
    for (let at = 0; at < before.length; at += 2) {
      const a = before[at] as number;
      const b = before[at + 1] as number;
      if (a !== 0 || b !== 0) this.#place(a, b);
    }
  }
}

/** Writes the two halves of a field's hash; an empty field, which most are, has none. */
function hashUnits(units: Uint16Array, from: number, to: number, column: number, into: Int32Array): void {
  let a = 0x811c9dc5 ^ Math.imul(column + 1, 0x9e3779b1);
  let b = 0x1b873593 ^ Math.imul(column + 1, 0x7feb352d);
  for (let at = from; at < to; at += 1) {
    const unit = units[at] as number;
    a = Math.imul(a ^ unit, 0x01000193);
    b = (Math.imul(b ^ unit, 0xcc9e2d51) + 0x7f4a7c15) | 0;
  }
  into[2 * column] = from === to ? 0 : finished(a);
  into[2 * column + 1] = from === to ? 0 : finished(b ^ (to - from));
}

/** MurmurHash3's last mixing of 32 bits. */
function finished(value: number): number {
  const once = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  const twice = Math.imul(once ^ (once >>> 13), 0xc2b2ae35);
  return twice ^ (twice >>> 16);
}
