import type { Actuator } from "@skylane/core";
import type { CloudContext } from "../../_shared/define-cloud.ts";
import { azureWriter, type WriterSurroundings } from "./azure-writer.ts";
import { circuitPeering } from "./circuit-peering.ts";
import { connectionWeight } from "./connection-weight.ts";
import { hubPreference } from "./hub-preference.ts";
import { userRoute } from "./user-route.ts";

/** The knobs of Azure. The last two hold for a whole hub or circuit, and are turned only when a person orders it. */
export function azureActuators(context: CloudContext, surroundings: WriterSurroundings = {}): readonly Actuator[] {
  const azure = azureWriter(context, surroundings);
  return [userRoute(azure), connectionWeight(azure, context), hubPreference(azure), circuitPeering(azure, context)];
}
