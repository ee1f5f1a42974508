import { gunzipSync, gzipSync } from "node:zlib";
import * as z from "zod";
import type { DocumentTable } from "./document-table.ts";

/** A document too large for one item: gzip, in pieces. */
const Piece = z.strictObject({ gzip: z.base64(), atMs: z.number(), pieceCount: z.int().positive() });

// DynamoDB's limit is 400 KB an item, keys and all; base64 adds a third.
const PIECE_CHARS = 350_000;
/** Three times the largest estate there is: what unpacks to more was not packed here. */
const MAX_BYTES = 64_000_000;

/** Documents of any size, compressed and cut: a topology of 22,000 resources is some 2 MB. */
export interface LargeDocuments {
  write(pk: string, value: unknown, atMs: number, expiresAtSeconds?: number): Promise<void>;
  /**
   * Pieces of one write only: those of an older, longer one may lie behind them. What another version wrote and this one does
   * not understand is as if it were not there: it is written anew before long.
   */
  read<T>(pk: string, schema: z.ZodType<T>): Promise<T | undefined>;
  remove(pk: string): Promise<void>;
}

/** Keeps them in a table, one partition a document. */
export const largeDocuments = (table: DocumentTable): LargeDocuments => ({
  async write(pk, value, atMs, expiresAtSeconds) {
    const gzip = gzipSync(JSON.stringify(value)).toString("base64");
    const pieceCount = Math.ceil(gzip.length / PIECE_CHARS);
    for (let i = 0; i < pieceCount; i += 1)
      await table.put(
        { pk, sk: String(i).padStart(4, "0") },
        { gzip: gzip.slice(i * PIECE_CHARS, (i + 1) * PIECE_CHARS), atMs, pieceCount },
        expiresAtSeconds,
      );
  },
  async read(pk, schema) {
    const [first, ...rest] = (await table.query(pk, Piece)).map(({ doc }) => doc);
    if (!first) return undefined;
    const pieces = [first, ...rest.filter(({ atMs }) => atMs === first.atMs)].slice(0, first.pieceCount);
    if (pieces.length < first.pieceCount) return undefined;
    const packed = Buffer.from(pieces.map(({ gzip }) => gzip).join(""), "base64");
    const text = gunzipSync(packed, { maxOutputLength: MAX_BYTES }).toString("utf8");
    return schema.safeParse(JSON.parse(text)).data;
  },
  async remove(pk) {
    for (const { sk } of await table.query(pk, Piece)) await table.remove({ pk, sk });
  },
});
