import type { TopologyStore } from "@skylane/core";
import { CloudDiscovery, CloudId, Topology } from "@skylane/core";
import * as z from "zod";
import type { DocumentTable, ItemKey } from "./document-table.ts";
import { largeDocuments } from "./large-documents.ts";

const KEEP_SECONDS = 30 * 86_400;
const LATEST: ItemKey = { pk: "TOPOLOGY", sk: "LATEST" };
/** Earlier versions did not write when. */
const Look = z.strictObject({ cloud: CloudId, atMs: z.number().optional() });
const Latest = z.strictObject({ key: z.string(), atMs: z.number() });

/** Discoveries and snapshots in `skylane-state`. */
export function topologyStore(table: DocumentTable): TopologyStore {
  const { write, read } = largeDocuments(table);
  const snapshot = (key: string): Promise<Topology | undefined> => read(`TOPOLOGY#${key}`, Topology);
  return {
    async saveCloud(seen) {
      await write(`DISCOVERY#${seen.cloud}`, seen, seen.finishedAtMs);
      await table.put({ pk: "DISCOVERY", sk: seen.cloud }, { cloud: seen.cloud, atMs: seen.finishedAtMs });
    },
    async listClouds() {
      const clouds = await table.query("DISCOVERY", Look);
      const found = await Promise.all(clouds.map(({ doc }) => read(`DISCOVERY#${doc.cloud}`, CloudDiscovery)));
      return found.filter((one) => one !== undefined);
    },
    async lastLooks() {
      const looks = await table.query("DISCOVERY", Look);
      return looks.flatMap(({ doc: { cloud, atMs } }) => (atMs === undefined ? [] : [{ cloud, atMs }]));
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
