import type { Actuator, FaultTest } from "@skylane/core";
import type { CloudContext } from "../../_shared/define-cloud.ts";
import { azureWriter, type WriterSurroundings } from "./azure-writer.ts";
import { circuitPeering } from "./circuit-peering.ts";
import { connectionWeight } from "./connection-weight.ts";
import { hubPreference } from "./hub-preference.ts";
import { siteFailoverTest } from "./site-failover-test.ts";
import { userRoute } from "./user-route.ts";

/** The knobs of Azure. The last two hold for a whole hub or circuit, and are turned only when a person orders it. */
export function azureActuators(context: CloudContext, surroundings: WriterSurroundings = {}): readonly Actuator[] {
  const azure = azureWriter(context, surroundings);
  return [userRoute(azure), connectionWeight(azure, context), hubPreference(azure), circuitPeering(azure, context)];
}

/** What is known of tests is asked for as an operation, which takes longer than a plain read. */
const TEST_CALL_MS = 20_000;

/** Azure's own failover test of a site. */
export const azureFaultTests = (context: CloudContext, surroundings: WriterSurroundings = {}): readonly FaultTest[] => [
  siteFailoverTest(azureWriter(context, { callMs: TEST_CALL_MS, ...surroundings })),
];
