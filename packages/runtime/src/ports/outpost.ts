import { coreError, outpostEventSchema, withBuiltGroups } from "@skylane/core";
import { type LastKnownGroups, lastKnownGroups } from "../agent/last-known-groups.ts";
import { memoryHealth } from "../agent/memory-health.ts";
import { signedBus } from "../aws/signed-bus.ts";
import { signedTables } from "../aws/signed-tables.ts";
import { eventBridgePublisher, HUB, otherRegionBus } from "../publish/event-bridge.ts";
import { sdkTables } from "../store/sdk-tables.ts";
import { builtGroupsIn } from "../store/state/built-store.ts";
import { type DocumentTable, documentTable } from "../store/state/document-table.ts";
import { lookInboxStore } from "../store/state/look-inbox.ts";
import { proofInboxIn } from "../store/state/proof-store.ts";
import { roleIn } from "./identity.ts";
import type { Port } from "./ports.ts";
import { type Part, theSurroundings } from "./surroundings.ts";

// What a function in another cloud reaches of the hub, by the role that trusts its identity.

/**
 * Events, all of them to the buses of both Regions: who is outside of AWS is of neither. Keys are asked for at once: what that
 * loads would else be loaded with the first event, while round trips are timed.
 */
export const hubPublisher: Port<"publisher"> = {
  name: "publisher",
  make(from) {
    const { settings, config, clock, ids, log } = from;
    const { regionId, names } = settings;
    const keysIn = (asked: string) => {
      const keys = roleIn(asked, from);
      keys?.().catch(() => undefined); // said in the log; the first event asks again
      return keys;
    };
    return eventBridgePublisher({
      bus: names.bus,
      clock,
      ids,
      schemaOf: outpostEventSchema,
      isOutside: true,
      putEvents: signedBus({ regionId, credentials: keysIn(regionId), clock, ...HUB }),
      ...otherRegionBus(signedBus, config, settings, { clock, log }, keysIn),
    });
  },
};

// Items of the table without the SDK's clients: a probe reads them beside its probes, and a prover looks each minute for nothing at all.

/** A home Region that is away must not hold up a burst. */
const BRIEFLY = { tryCount: 1, timeoutMs: 1_500 } as const;
const items: Part<DocumentTable> = {
  make(from) {
    const { settings, clock } = from;
    const { regionId, names } = settings;
    return documentTable(
      signedTables({ regionId, credentials: roleIn(regionId, from), clock, ...BRIEFLY }),
      names.stateTable,
    );
  },
};

const knownGroups: Part<LastKnownGroups> = {
  make: ({ the, log }) => lastKnownGroups(builtGroupsIn(the(items), log), log),
};

/** Groups that were built, read at each call; those of the last time while the table is out of reach. */
export const hubGroups: Port<"builtGroups"> = { name: "builtGroups", make: ({ the }) => the(knownGroups) };

/** Health that lasts as long as the process, of declared paths and of those that `hubGroups` has read: the hub hears of it by events. */
export const healthInMemory: Port<"health"> = {
  name: "health",
  make: ({ config, clock, the }) =>
    memoryHealth(
      () => withBuiltGroups(config, the(knownGroups).last()),
      () => clock.nowMs(),
    ),
};

/** What a prover is asked, and where it answers: its role reaches the two partitions of its networks and no other. */
export const proofInbox: Port<"proofInbox"> = {
  name: "proofInbox",
  make: ({ the, clock }) => proofInboxIn(the(items), clock),
};

/** Where it hands in what it saw; its role reaches the partition of its cloud and no other. */
export const lookInbox: Port<"lookInbox"> = {
  name: "lookInbox",
  make(from) {
    const { regionId, names } = from.settings;
    const credentials = roleIn(regionId, from);
    return lookInboxStore(documentTable(sdkTables(regionId, credentials && { credentials }), names.stateTable));
  },
};

/** Key of the network that this prover stands in. @throws ERR_CONFIG_INVALID where its environment does not say */
export async function provesFrom(): Promise<string> {
  const { settings } = await theSurroundings();
  if (settings.provesFrom !== undefined) return settings.provesFrom;
  throw coreError(
    "ERR_CONFIG_INVALID",
    "SKYLANE_PROVES_FROM is not set; a prover must know its network: deploy it by provers of the stage",
  );
}
