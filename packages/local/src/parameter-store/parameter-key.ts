import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const KEY_BYTES = 32;

/** The key that parameters of this instance are encrypted by: made at the first start, readable by its owner only. */
export function parameterKeyIn(folder: string): Buffer {
  const file = join(folder, "parameter-key");
  if (!existsSync(file)) writeFileSync(file, randomBytes(KEY_BYTES), { mode: 0o600, flag: "wx" });
  return readFileSync(file);
}
