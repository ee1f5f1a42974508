/**
 * Which rows were seen, by 64 bits of what they say. Of a million different rows two are taken for the same with a chance of one
 * in 30 million; a row that is taken for another is set aside and told, never lost.
 */
export class RowHashes {
  #slots = new Uint32Array(2 * 1_024);
  #count = 0;
  /** The row before: rows of a bill have most of their fields in common with it. */
  readonly #before: string[] = [];
  readonly #hashes: { a: number; b: number }[] = [];

  /** True if the same fields were added before. */
  hasOrAdd(fields: readonly string[]): boolean {
    let a = 0x811c9dc5 ^ fields.length;
    let b = 0x9747b28c;
    for (let i = 0; i < fields.length; i += 1) {
      const field = fields[i] as string;
      let hash = this.#hashes[i];
      if (!hash || this.#before[i] !== field) {
        hash = hashOf(field);
        this.#before[i] = field;
        this.#hashes[i] = hash;
      }
      // in order: the same values in other columns are another row
      a = mix(a ^ hash.a, 0x85ebca6b);
      b = mix(b ^ hash.b, 0xc2b2ae35);
    }
    // two zeros are an empty slot
    const [x, y] = [a >>> 0, b >>> 0];
    if (this.#count * 3 > this.#slots.length) this.#grow();
    return this.#place(x, x === 0 && y === 0 ? 1 : y);
  }

  #place(a: number, b: number): boolean {
    const slots = this.#slots;
    let at = (a & (slots.length / 2 - 1)) * 2;
    for (;;) {
      const [x, y] = [slots[at], slots[at + 1]];
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
      const [a = 0, b = 0] = [before[at], before[at + 1]];
      if (a !== 0 || b !== 0) this.#place(a, b);
    }
  }
}

/** MurmurHash3's mixing of 32 bits. */
function mix(value: number, factor: number): number {
  const once = Math.imul(value ^ (value >>> 16), factor);
  return once ^ (once >>> 13);
}

function hashOf(field: string): { a: number; b: number } {
  let a = 0x811c9dc5;
  let b = 0x1b873593;
  for (let i = 0; i < field.length; i += 1) {
    const code = field.charCodeAt(i);
    a = Math.imul(a ^ code, 0x01000193);
    b = Math.imul(b ^ code, 0xcc9e2d51) + 0x7f4a7c15;
  }
  return { a, b: b ^ field.length };
}
