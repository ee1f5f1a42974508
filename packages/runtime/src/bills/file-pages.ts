import { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { type BillPage, coreError, hasCode } from "@skylane/core";
import { csvPages } from "./csv-pages.ts";
import { jsonPages } from "./json-pages.ts";
import { parquetPages } from "./parquet-pages.ts";

/** The largest file that is unpacked: more than the largest bills have, less than a disk. */
const MAX_BYTES = 64 * 2 ** 30;

/** The rows of a file by the end of its name: CSV, lines of JSON, both also packed, and Parquet. @throws ERR_BILL_UNREADABLE */
export async function* filePages(
  name: string,
  bytes: AsyncIterable<Uint8Array>,
  jsonColumns: readonly string[] | undefined,
): AsyncGenerator<BillPage> {
  const isPacked = /\.gz$/i.test(name);
  const plain = name.replace(/\.gz$/i, "");
  const content = isPacked ? unpacked(name, bytes) : bytes;
  if (/\.parquet$/i.test(plain)) yield* parquetPages(name, content);
  else if (/\.(json|jsonl|ndjson)$/i.test(plain)) {
    if (!jsonColumns)
      throw coreError(
        "ERR_BILL_UNREADABLE",
        `${name} is JSON, and bills of this format are not; name the format it is written in`,
        { name },
      );
    yield* jsonPages(content, jsonColumns);
  } else yield* csvPages(content);
}

async function* unpacked(name: string, bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const gunzip = createGunzip();
  const packed = Readable.from(bytes);
  packed.on("error", (error) => gunzip.destroy(error));
  let size = 0;
  try {
    for await (const portion of packed.pipe(gunzip)) {
      size += (portion as Uint8Array).length;
      if (size > MAX_BYTES) throw new RangeError("it is larger than any bill when unpacked");
      yield portion as Uint8Array;
    }
  } catch (error) {
    if (hasCode(error, "ERR_BILL_UNREADABLE")) throw error;
    throw coreError(
      "ERR_BILL_UNREADABLE",
      `${name} cannot be unpacked: ${(error as Error).message}. Nothing of its delivery is taken; fetch it again`,
      { name },
    );
  }
}
