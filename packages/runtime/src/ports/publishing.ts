import { eventBridgePublisher, otherRegionBus } from "../publish/event-bridge.ts";
import { stepFunctions } from "../publish/step-functions.ts";
import type { Port } from "./ports.ts";

/** Events, to the bus of this Region and, of what is seen of paths, to that of the other. */
export const publisher: Port<"publisher"> = {
  name: "publisher",
  make: ({ settings, config, clock, ids, log }) =>
    eventBridgePublisher({
      regionId: settings.regionId,
      bus: settings.names.bus,
      clock,
      ids,
      ...otherRegionBus(config, settings, log),
    }),
};

/** Executions of the state machines. */
export const workflows: Port<"workflows"> = { name: "workflows", make: ({ settings }) => stepFunctions(settings) };
