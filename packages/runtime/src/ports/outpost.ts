import { eventBridgePublisher, hubClient, otherRegionBus } from "../publish/event-bridge.ts";
import { documentClient, documentTable } from "../store/state/document-table.ts";
import { lookInboxStore } from "../store/state/look-inbox.ts";
import { credentialsIn } from "./identity.ts";
import type { Port } from "./ports.ts";

// What a function in another cloud reaches of the hub, by the role that trusts its identity.

/** Events, all of them to the buses of both Regions: who is outside of AWS is of neither. */
export const hubPublisher: Port<"publisher"> = {
  name: "publisher",
  make(from) {
    const { settings, config, clock, ids, log } = from;
    const { regionId, names } = settings;
    return eventBridgePublisher({
      regionId,
      bus: names.bus,
      clock,
      ids,
      isOutside: true,
      client: hubClient(regionId, credentialsIn(regionId, from)),
      ...otherRegionBus(config, settings, log, (otherRegionId) => credentialsIn(otherRegionId, from)),
    });
  },
};

/** Where it hands in what it saw; its role reaches the partition of its cloud and no other. */
export const lookInbox: Port<"lookInbox"> = {
  name: "lookInbox",
  make(from) {
    const { regionId, names } = from.settings;
    return lookInboxStore(documentTable(documentClient(regionId, credentialsIn(regionId, from)), names.stateTable));
  },
};
