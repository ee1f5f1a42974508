import zlib from "node:zlib";
import { PathWatchRecord, type WatchStore } from "@skylane/core";
import * as z from "zod";
import type { DocumentTable } from "./document-table.ts";
import { pathStore } from "./path-store.ts";

const Records = z.array(PathWatchRecord);
/** All records of a vantage as they are now, said against the text of what was last stored whole; `of` is that text's CRC-32. */
const Since = z.strictObject({
  atMs: z.number(),
  of: z.number(),
  form: z.literal("json+zstd"),
  bytes: z.instanceof(Uint8Array),
});
type Since = z.infer<typeof Since>;

/** What is stored whole of a vantage: the latest slot in it, and its text as every reader makes it again. */
interface Whole {
  readonly atMs: number;
  readonly text: string;
}

const PK = "WATCH-SINCE";
/** So often all is stored whole: by then what is said against it is a third of it, and grows. */
const WHOLE_EVERY_MS = 600_000;
/** Of the 400 KB of an item; a vantage with more than that to say is stored whole. */
const MOST_BYTES = 300_000;
const MAX_TEXT_BYTES = 16_000_000;
/** Node before 22.15 has none of it: there all is stored whole, each minute. */
const {
  zstdCompressSync: compress,
  zstdDecompressSync: decompress,
  crc32,
  constants,
} = zlib as Partial<typeof zlib> & Pick<typeof zlib, "constants" | "crc32">;
/** Beyond this level every further percent costs more time than its bytes do money. The window holds the text and what it is said against. */
const PARAMS = { [constants.ZSTD_c_compressionLevel]: 9, [constants.ZSTD_c_windowLog]: 21 };

/**
 * What is known of how paths develop: of a vantage 45 KB, of which a minute changes little. It is stored whole every ten minutes, and in
 * each minute between as what has changed since, compressed against it. Who reads takes both. What has changed counts only with the very
 * whole it was said against; without it that whole counts, which is at most ten minutes old: so nothing need be written in one piece.
 */
export function watchStore(table: DocumentTable): WatchStore {
  const wholes = pathStore(table, "WATCH", PathWatchRecord, ({ slotMs }) => slotMs);
  const known = new Map<string, Whole>();
  return {
    async list(vantageId) {
      const range = vantageId === undefined ? {} : { prefix: vantageId };
      const [records, changed] = await Promise.all([wholes.list(vantageId), table.query(PK, Since, range)]);
      const since = new Map(changed.map(({ sk, doc }) => [sk, doc]));
      return [...Map.groupBy(records, (one) => one.vantageId)].flatMap(([id, stored]) => {
        const whole = wholeOf(stored);
        known.set(id, whole);
        return recordsSince(whole, since.get(id)) ?? stored;
      });
    },
    async saveAll(vantageId, records) {
      const whole = known.get(vantageId);
      const since = whole && sinceOf(whole, records);
      if (since) return table.putNewer({ pk: PK, sk: vantageId }, since);
      await wholes.saveAll(vantageId, records);
      known.set(vantageId, wholeOf(records));
    },
    async remove(paths) {
      await wholes.remove(paths);
      for (const vantageId of new Set(paths.map((one) => one.vantageId))) {
        known.delete(vantageId);
        await table.remove({ pk: PK, sk: vantageId });
      }
    },
  };
}

/** Its keys in the order of the schema, whoever wrote it. */
const wholeOf = (records: readonly PathWatchRecord[]): Whole => ({
  atMs: Math.max(...records.map(({ slotMs }) => slotMs)),
  text: JSON.stringify(Records.parse(records)),
});

/** Undefined = it is time to store them whole. */
function sinceOf({ atMs: wholeAtMs, text }: Whole, records: readonly PathWatchRecord[]): Since | undefined {
  const atMs = Math.max(...records.map(({ slotMs }) => slotMs));
  if (compress === undefined || atMs - wholeAtMs >= WHOLE_EVERY_MS) return undefined;
  const bytes = compress(JSON.stringify(records), { params: PARAMS, dictionary: Buffer.from(text) });
  return bytes.length > MOST_BYTES ? undefined : { atMs, of: crc32(text), form: "json+zstd", bytes };
}

/** Undefined = nothing was said since, or it was said against another whole. */
function recordsSince({ text }: Whole, since: Since | undefined): readonly PathWatchRecord[] | undefined {
  if (decompress === undefined || since?.of !== crc32(text)) return undefined;
  const json = decompress(since.bytes, { dictionary: Buffer.from(text), maxOutputLength: MAX_TEXT_BYTES });
  return Records.parse(JSON.parse(json.toString("utf8")));
}
