import type { Actuator } from "@skylane/core";
import type { CloudContext } from "../../_shared/define-cloud.ts";
import { azureWriter, type WriterSurroundings } from "./azure-writer.ts";
import { connectionWeight } from "./connection-weight.ts";
import { userRoute } from "./user-route.ts";

/** The knobs of Azure that Skylane turns by itself. What a virtual hub prefers is not among them: it holds for the whole hub. */
export function azureActuators(context: CloudContext, surroundings: WriterSurroundings = {}): readonly Actuator[] {
  const azure = azureWriter(context, surroundings);
  return [userRoute(azure), connectionWeight(azure, context)];
}
