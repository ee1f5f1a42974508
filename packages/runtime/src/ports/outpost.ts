import { signedBus } from "../aws/signed-bus.ts";
import { eventBridgePublisher, HUB, otherRegionBus } from "../publish/event-bridge.ts";
import { sdkTables } from "../store/sdk-tables.ts";
import { documentTable } from "../store/state/document-table.ts";
import { lookInboxStore } from "../store/state/look-inbox.ts";
import { roleIn } from "./identity.ts";
import type { Port } from "./ports.ts";

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
      isOutside: true,
      putEvents: signedBus({ regionId, credentials: keysIn(regionId), clock, ...HUB }),
      ...otherRegionBus(signedBus, config, settings, { clock, log }, keysIn),
    });
  },
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
