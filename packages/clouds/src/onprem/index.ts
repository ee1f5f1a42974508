import { defineCloud } from "../_shared/define-cloud.ts";
import { interfaceCounters } from "./interface-counters.ts";
import { localPreference } from "./local-preference.ts";
import { preferPath } from "./prefer-path.ts";
import { onpremReadPolicy } from "./read-policy.ts";
import { routerShell } from "./router-shell.ts";
import { onpremRoutes } from "./routes/index.ts";
import { onpremTariff } from "./tariff.ts";

/** Data centres and their routers (FRR). */
export const onprem = defineCloud({
  profile: { id: "onprem", displayName: "On-premises", capabilities: ["steer", "count-packets", "discover"] },
  actuators: ({ routerGatewayUrl }) => [
    localPreference(routerShell(routerGatewayUrl)),
    preferPath(routerShell(routerGatewayUrl)),
  ],
  tariff: onpremTariff,
  discover: async () => (await import("./discover/discover-onprem.ts")).discoverOnprem,
  readPolicy: onpremReadPolicy,
  ...onpremRoutes,
  counters: ({ routerGatewayUrl }) => ({
    "onprem.local-preference": interfaceCounters(routerShell(routerGatewayUrl)),
    "onprem.prefer-path": interfaceCounters(routerShell(routerGatewayUrl)),
  }),
});
