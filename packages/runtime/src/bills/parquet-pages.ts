import { type BillPage, coreError, hasCode } from "@skylane/core";
import { type AsyncBuffer, parquetMetadataAsync, parquetReadObjects, parquetSchema } from "hyparquet";
import { fieldText } from "./json-pages.ts";

const ROWS_PER_PAGE = 20_000;
/** A file is held whole: its directory stands at its end. */
const MAX_BYTES = 2 ** 30;

/** The rows of a Parquet file, plain or packed with Snappy, as AWS and Azure write them. @throws ERR_BILL_UNREADABLE */
export async function* parquetPages(name: string, bytes: AsyncIterable<Uint8Array>): AsyncGenerator<BillPage> {
  try {
    const file = await bufferOf(bytes);
    const metadata = await parquetMetadataAsync(file);
    const header = parquetSchema(metadata).children.map(({ element }) => element.name);
    const rowCount = Number(metadata.num_rows);
    for (let rowStart = 0; rowStart < rowCount; rowStart += ROWS_PER_PAGE) {
      const rowEnd = Math.min(rowCount, rowStart + ROWS_PER_PAGE);
      const rows = await parquetReadObjects({ file, metadata, rowStart, rowEnd });
      yield {
        header,
        rows: rows.map((row, i) => ({
          rowNumber: rowStart + i + 1,
          fields: header.map((column) => fieldText(row[column])),
        })),
      };
    }
    yield { header, rows: [] };
  } catch (error) {
    if (hasCode(error, "ERR_BILL_UNREADABLE")) throw error;
    throw coreError(
      "ERR_BILL_UNREADABLE",
      `${name} cannot be read as Parquet: ${(error as Error).message}. Nothing of its delivery is taken; CSV can be exported as well`,
      { name },
    );
  }
}

async function bufferOf(bytes: AsyncIterable<Uint8Array>): Promise<AsyncBuffer> {
  const parts: Uint8Array[] = [];
  let byteLength = 0;
  for await (const part of bytes) {
    byteLength += part.length;
    if (byteLength > MAX_BYTES) throw new RangeError("it is larger than 1 GiB");
    parts.push(part);
  }
  const whole = new Uint8Array(byteLength);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return { byteLength, slice: (start, end) => whole.buffer.slice(start, end ?? byteLength) };
}
