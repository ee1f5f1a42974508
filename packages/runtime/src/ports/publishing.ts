import { eventBridgePublisher, hubClient, otherRegionBus } from "../publish/event-bridge.ts";
import { stepFunctions } from "../publish/step-functions.ts";
import { credentialsIn } from "./identity.ts";
import type { Port } from "./ports.ts";

/** Events, to the bus of this Region and, of what is seen of paths, to that of the other; from another cloud, all to both. */
export const publisher: Port<"publisher"> = {
  name: "publisher",
  make: (from) => {
    const { settings, config, clock, ids, log } = from;
    const { regionId } = settings;
    const isOutside = settings.awsIdentity !== undefined;
    return eventBridgePublisher({
      regionId,
      bus: settings.names.bus,
      clock,
      ids,
      isOutside,
      ...(isOutside && { client: hubClient(regionId, credentialsIn(regionId, from)) }),
      ...otherRegionBus(config, settings, log, (other) => credentialsIn(other, from)),
    });
  },
};

/** Executions of the state machines. */
export const workflows: Port<"workflows"> = { name: "workflows", make: ({ settings }) => stepFunctions(settings) };
