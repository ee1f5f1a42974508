import { type EventPublisher, eventSchema } from "@skylane/core";
import { eventBridgePublisher, OWN_REGION, otherRegionBus } from "../publish/event-bridge.ts";
import type { BusMaker } from "../publish/put-events.ts";
import { sdkBus } from "../publish/sdk-bus.ts";
import { stepFunctions } from "../publish/step-functions.ts";
import type { Port } from "./ports.ts";
import type { Surroundings } from "./surroundings.ts";

/** Events, to the bus of this Region and, of what is seen of paths, to that of the other; by calls that `busOf` makes. */
export const publisherBy = (busOf: BusMaker, { settings, config, clock, ids, log }: Surroundings): EventPublisher =>
  eventBridgePublisher({
    bus: settings.names.bus,
    clock,
    ids,
    schemaOf: eventSchema,
    putEvents: busOf({ regionId: settings.regionId, clock, ...OWN_REGION }),
    ...otherRegionBus(busOf, config, settings, { clock, log }),
  });

/** Events, by the SDK. */
export const publisher: Port<"publisher"> = { name: "publisher", make: (from) => publisherBy(sdkBus, from) };

/** Executions of the state machines. */
export const workflows: Port<"workflows"> = { name: "workflows", make: ({ settings }) => stepFunctions(settings) };
