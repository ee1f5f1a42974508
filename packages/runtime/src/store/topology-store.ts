import { gunzipSync, gzipSync } from "node:zlib";
import type { TopologyStore } from "@skylane/core";
import { CloudDiscovery, Topology } from "@skylane/core";
import * as z from "zod";
import type { DocumentTable, ItemKey } from "./document-table.ts";

/** A document too large for one item: gzip, in pieces. */
const Piece = z.strictObject({ gzip: z.base64(), atMs: z.number(), pieceCount: z.int().positive() });

// DynamoDB's limit is 400 KB an item, keys and all; base64 adds a third.
const PIECE_CHARS = 350_000;
const KEEP_SECONDS = 30 * 86_400;
const LATEST: ItemKey = { pk: "TOPOLOGY", sk: "LATEST" };
const Latest = z.strictObject({ key: z.string(), atMs: z.number() });

/** Discoveries and snapshots in `skylane-state`, compressed and cut: an estate of 22,000 resources is some 2 MB. */
export function topologyStore(table: DocumentTable): TopologyStore {
  const write = async (pk: string, value: unknown, atMs: number, expiresAtSeconds?: number): Promise<void> => {
    const gzip = gzipSync(JSON.stringify(value)).toString("base64");
    const pieceCount = Math.ceil(gzip.length / PIECE_CHARS);
    for (let i = 0; i < pieceCount; i += 1)
      await table.put(
        { pk, sk: String(i).padStart(4, "0") },
        { gzip: gzip.slice(i * PIECE_CHARS, (i + 1) * PIECE_CHARS), atMs, pieceCount },
        expiresAtSeconds,
      );
  };
  /**
   * Pieces of one write only: those of an older, longer one may lie behind them. What another version wrote and this one does not
   * understand is as if it were not there: the next look, within the hour, writes it anew.
   */
  const read = async <T>(pk: string, schema: z.ZodType<T>): Promise<T | undefined> => {
    const [first, ...rest] = (await table.query(pk, Piece)).map(({ doc }) => doc);
    if (!first) return undefined;
    const pieces = [first, ...rest.filter(({ atMs }) => atMs === first.atMs)].slice(0, first.pieceCount);
    if (pieces.length < first.pieceCount) return undefined;
    const text = gunzipSync(Buffer.from(pieces.map(({ gzip }) => gzip).join(""), "base64")).toString("utf8");
    return schema.safeParse(JSON.parse(text)).data;
  };
  const snapshot = (key: string): Promise<Topology | undefined> => read(`TOPOLOGY#${key}`, Topology);
  return {
    async saveCloud(seen) {
      await write(`DISCOVERY#${seen.cloud}`, seen, seen.finishedAtMs);
      await table.put({ pk: "DISCOVERY", sk: seen.cloud }, { cloud: seen.cloud });
    },
    async listClouds() {
      const clouds = await table.query("DISCOVERY", z.strictObject({ cloud: z.string() }));
      const found = await Promise.all(clouds.map(({ doc }) => read(`DISCOVERY#${doc.cloud}`, CloudDiscovery)));
      return found.filter((one) => one !== undefined);
    },
    async saveSnapshot(topology) {
      const key = new Date(topology.atMs).toISOString();
      const expiresAtSeconds = Math.floor(topology.atMs / 1_000) + KEEP_SECONDS;
      await write(`TOPOLOGY#${key}`, topology, topology.atMs, expiresAtSeconds);
      await table.put({ pk: "SNAPSHOT", sk: key }, { key, atMs: topology.atMs }, expiresAtSeconds);
      await table.put(LATEST, { key, atMs: topology.atMs });
      return key;
    },
    snapshot,
    async latest() {
      const found = await table.get(LATEST, Latest);
      const topology = found && (await snapshot(found.key));
      return found && topology && { key: found.key, topology };
    },
    list: async (limitCount) =>
      (await table.query("SNAPSHOT", Latest, { isReverse: true, limitCount })).map(({ doc }) => doc),
  };
}
