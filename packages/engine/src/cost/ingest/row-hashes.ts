/**
 * Which rows were seen, by 64 bits of what they say. Of a million different rows two are taken for the same with a chance of one
 * in 30 million; a row that is taken for another is set aside and told, never lost.
 */
export class RowHashes {
  #slots = new Uint32Array(2 * 1_024);
  #count = 0;

  /** True if the same fields were added before. */
  hasOrAdd(fields: readonly string[]): boolean {
    let a = 0x811c9dc5;
    let b = 0x9747b28c;
    for (const field of fields) {
      for (let i = 0; i < field.length; i += 1) {
        const code = field.charCodeAt(i);
        a = Math.imul(a ^ code, 0x01000193);
        b = Math.imul(b ^ code, 0x85ebca6b) + 0x7f4a7c15;
      }
      // so that the end of a field is not the beginning of the next
      a = Math.imul(a ^ 0x1f0a, 0x01000193);
      b = Math.imul(b ^ 0x1f0a, 0x85ebca6b) ^ (b >>> 13);
    }
    a = (a ^ (a >>> 15)) >>> 0;
    b = (b ^ (b >>> 16)) >>> 0;
    // two zeros are an empty slot
    if (a === 0 && b === 0) b = 1;
    if (this.#count * 3 > this.#slots.length) this.#grow();
    return this.#place(a, b);
  }

  #place(a: number, b: number): boolean {
    const slots = this.#slots;
    const mask = slots.length / 2 - 1;
    let at = (a & mask) * 2;
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
