import { defineCloud } from "../_shared/define-cloud.ts";
import { interfaceCounters } from "./interface-counters.ts";
import { localPreference } from "./local-preference.ts";
import { onpremReadPolicy } from "./read-policy.ts";
import { routerShell } from "./router-shell.ts";

/** Data centres and their routers (FRR). */
export const onprem = defineCloud({
  profile: { id: "onprem", displayName: "On-premises", capabilities: ["steer", "count-packets", "discover"] },
  actuators: ({ routerGatewayUrl }) => [localPreference(routerShell(routerGatewayUrl))],
  // the clouds take nothing for what comes in, and the line is paid by capacity
  transferPrice: () => ({
    usdPerGb: 0,
    source: "data into a cloud is free; the line is paid by capacity",
    asOf: "2026-11-20",
  }),
  discover: async () => (await import("./discover/discover-onprem.ts")).discoverOnprem,
  readPolicy: onpremReadPolicy,
  counters: ({ routerGatewayUrl }) => ({ "onprem.local-preference": interfaceCounters(routerShell(routerGatewayUrl)) }),
});
