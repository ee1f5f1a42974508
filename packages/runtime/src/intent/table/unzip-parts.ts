import { strFromU8, unzipSync } from "fflate";

/** Parts of a file in the Office format that are read, as text. */
const READ =
  /^xl\/(?:workbook\.xml|_rels\/workbook\.xml\.rels|sharedStrings\.xml|styles\.xml|worksheets\/[\w.-]{1,64}\.xml)$/;
const PARTS_MAX = 200;
const PART_BYTES_MAX = 8_000_000;
const ALL_BYTES_MAX = 16_000_000;

/**
 * Unpacks what a reader of spreadsheets needs and nothing else; `undefined` if the file is no archive, has too many parts, or
 * would unpack to more than 16 MB. A part that unpacks to more than it says is cut there: memory is bound by what was checked.
 */
export function unzipParts(bytes: Uint8Array): ReadonlyMap<string, string> | undefined {
  let partCount = 0;
  let byteCount = 0;
  let isTooMuch = false;
  try {
    const parts = unzipSync(bytes, {
      filter({ name, originalSize }) {
        partCount += 1;
        if (!READ.test(name)) return false;
        byteCount += originalSize;
        isTooMuch ||= partCount > PARTS_MAX || originalSize > PART_BYTES_MAX || byteCount > ALL_BYTES_MAX;
        return !isTooMuch;
      },
    });
    return isTooMuch ? undefined : new Map(Object.entries(parts).map(([name, part]) => [name, strFromU8(part)]));
  } catch {
    return undefined;
  }
}
