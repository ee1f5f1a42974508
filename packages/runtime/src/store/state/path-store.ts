import * as z from "zod";
import type { DocumentTable } from "./document-table.ts";
import { type Packed, packed, packText } from "./packed.ts";

/** What is kept of a path has at least this. */
interface OfPath {
  readonly vantageId: string;
  readonly pathId: string;
}

/** No id of a path begins with it. */
const SHARD = "~";
/** JSON of a shard. Digits and names compress to six tenths at worst: 310 KB of the 400 KB an item may have. */
const SHARD_CHARS = 512_000;

/**
 * What is kept of each path as one vantage sees it. All paths of a vantage are one item, or as few as their size allows: a
 * write is paid for by the kilobyte, and packed together a path is a tenth of one. A record that cannot wait for the next write
 * of all is an item of its own beside them. Of two that tell of one path the later counts by `atMsOf`, so nothing has to be
 * written in one piece: whoever dies between two items leaves what was known before of some paths. The items of all are written
 * only over older ones, so a save that is late undoes nothing.
 */
export const pathStore = <T extends OfPath>(
  table: DocumentTable,
  pk: string,
  record: z.ZodType<T>,
  atMsOf: (record: T) => number,
) => {
  const Shard = z.strictObject({ atMs: z.number(), paths: packed(z.array(record)) });
  const Kept = z.union([Shard.transform(({ paths }) => paths), record.transform((one) => [one])]);
  const keyOf = ({ vantageId, pathId }: OfPath): string => `${vantageId}#${pathId}`;
  return {
    /** Each by itself. */
    async save(records: readonly T[]): Promise<void> {
      await Promise.all(records.map((doc) => table.put({ pk, sk: keyOf(doc) }, doc)));
    },
    /** Everything that is known of a vantage's paths. */
    async saveAll(vantageId: string, records: readonly T[]): Promise<void> {
      for (const [i, shard] of shardsOf(records, atMsOf).entries())
        await table.putNewer({ pk, sk: `${vantageId}#${SHARD}${i}` }, shard);
    },
    /** An item of all keeps its age, even with nothing left in it: a save that was under way is older then, and brings nothing back. */
    async remove(paths: readonly OfPath[]): Promise<void> {
      const gone = new Set(paths.map(keyOf));
      await Promise.all([...gone].map((sk) => table.remove({ pk, sk })));
      for (const vantageId of new Set(paths.map((one) => one.vantageId)))
        for (const { sk, doc } of await table.query(pk, Shard, { prefix: `${vantageId}#${SHARD}` })) {
          const left = doc.paths.filter((one) => !gone.has(keyOf(one)));
          const shard = { atMs: doc.atMs, paths: packText(JSON.stringify(left)) };
          if (left.length < doc.paths.length) await table.putNewer({ pk, sk }, shard);
        }
    },
    /** Of one vantage, or of all. */
    async list(vantageId?: string): Promise<readonly T[]> {
      const found = await table.query(pk, Kept, vantageId === undefined ? {} : { prefix: `${vantageId}#` });
      const latest = new Map<string, T>();
      for (const one of found.flatMap(({ doc }) => doc)) {
        const key = keyOf(one);
        const known = latest.get(key);
        if (!known || atMsOf(one) > atMsOf(known)) latest.set(key, one);
      }
      return [...latest.values()];
    },
  };
};

/** Records in as few pieces as their size allows, each as old as the latest in it. */
function shardsOf<T>(
  records: readonly T[],
  atMsOf: (record: T) => number,
): readonly { readonly atMs: number; readonly paths: Packed }[] {
  const shards: { atMs: number; texts: string[]; charCount: number }[] = [];
  for (const record of records) {
    const text = JSON.stringify(record);
    let last = shards.at(-1);
    if (!last || last.charCount + text.length > SHARD_CHARS) {
      last = { atMs: Number.NEGATIVE_INFINITY, texts: [], charCount: 0 };
      shards.push(last);
    }
    last.texts.push(text);
    last.charCount += text.length + 1;
    last.atMs = Math.max(last.atMs, atMsOf(record));
  }
  return shards.map(({ atMs, texts }) => ({ atMs, paths: packText(`[${texts.join(",")}]`) }));
}
