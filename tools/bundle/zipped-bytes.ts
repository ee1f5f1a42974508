import { readFileSync } from "node:fs";
import { deflateRawSync } from "node:zlib";

/** What a ZIP archive adds for each file, twice with its name, and once at its end (APPNOTE 4.3). */
const FILE_BYTES = 30 + 46;
const END_BYTES = 22;

/** Size of a ZIP archive of these files, bytes; `paths` are their names in it. */
export const zippedBytes = (paths: readonly string[], read: (path: string) => Uint8Array = readFileSync): number =>
  paths.reduce(
    (sum, path) => sum + FILE_BYTES + 2 * Buffer.byteLength(path) + deflateRawSync(read(path)).length,
    END_BYTES,
  );
