import { type Prober, probeTargetRules } from "@skylane/core";
import { signedBus } from "../aws/signed-bus.ts";
import { signedTables } from "../aws/signed-tables.ts";
import { checkedProber } from "../probe/checked-prober.ts";
import { directSocket } from "../probe/open-socket.ts";
import { socketProber } from "../probe/socket-prober.ts";
import { regionLeaseStore } from "../store/coord/region-lease-store.ts";
import { builtGroupsIn } from "../store/state/built-store.ts";
import { documentTable } from "../store/state/document-table.ts";
import { healthStore } from "../store/state/path-stores.ts";
import { regionBeatStore } from "../store/state/region-beat-store.ts";
import type { TableCalls } from "../store/table-calls.ts";
import type { Port } from "./ports.ts";
import { publisherBy } from "./publishing.ts";
import type { Part, Surroundings } from "./surroundings.ts";

/** Packets to what may be probed, by the sockets of this machine or the proxy in front of it. */
export const prober: Port<"prober"> = {
  name: "prober",
  make: async ({ settings: { proxy }, config, log }) =>
    checkedProber(proxy ? await through(proxy) : socketProber(directSocket), probeTargetRules(config), log),
};

/** Loaded where there is a proxy, and before the first probe, which would be timed with it. */
async function through(proxy: NonNullable<Surroundings["settings"]["proxy"]>): Promise<Prober> {
  const { socksEcho, socksSocket } = await import("../probe/through-socks.ts");
  return socketProber(socksSocket(proxy), socksEcho(proxy));
}

// What waits through the minute in AWS, a burst or the keeper of a Region's lease, keeps and says. Its calls are few and its memory is
// paid for all the time, so they are made without the SDK's clients, which would be most of what it loads.

const PATIENCE = { tryCount: 4, timeoutMs: 3_000 } as const;
const calls: Part<TableCalls> = {
  make: ({ settings: { regionId }, clock }) => signedTables({ regionId, clock, ...PATIENCE }),
};

/** As the other functions keep it, in the state table. */
export const health: Port<"health"> = {
  name: "health",
  make: ({ settings: { names }, the }) => healthStore(documentTable(the(calls), names.stateTable)),
};

/** In the state table too. */
export const builtGroups: Port<"builtGroups"> = {
  name: "builtGroups",
  make: ({ settings: { names }, the, log }) => builtGroupsIn(documentTable(the(calls), names.stateTable), log),
};

/** In the coordination table. */
export const regionLease: Port<"regionLease"> = {
  name: "regionLease",
  make: ({ settings: { names }, the, ids }) => regionLeaseStore(the(calls), names.coordTable, ids),
};

/** In the state table. */
export const regionBeats: Port<"regionBeats"> = {
  name: "regionBeats",
  make: ({ settings: { names }, the }) => regionBeatStore(documentTable(the(calls), names.stateTable)),
};

/** Events, to the buses that the other functions' go to. */
export const publisher: Port<"publisher"> = { name: "publisher", make: (from) => publisherBy(signedBus, from) };
