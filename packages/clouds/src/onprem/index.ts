import { defineCloud } from "../_shared/define-cloud.ts";
import { onpremFacts } from "./facts.ts";
import { gracefulShutdown } from "./graceful-shutdown.ts";
import { interfaceCounters } from "./interface-counters.ts";
import { localPreference } from "./local-preference.ts";
import { preferPath } from "./prefer-path.ts";
import { prepend } from "./prepend.ts";
import { onpremReadPolicy } from "./read-policy.ts";
import { routerShell } from "./router-shell.ts";
import { onpremRoutes } from "./routes/index.ts";
import { withdraw } from "./withdraw.ts";

/** The knobs of a router; each moves packets over its interfaces, which count them. */
const knobs = [localPreference, preferPath, prepend, gracefulShutdown, withdraw] as const;

/** Data centres and their routers (FRR). */
export const onprem = defineCloud({
  ...onpremFacts,
  actuators: ({ routerGatewayUrl }) => knobs.map((knob) => knob(routerShell(routerGatewayUrl))),
  discover: async () => (await import("./discover/discover-onprem.ts")).discoverOnprem,
  readPolicy: onpremReadPolicy,
  ...onpremRoutes,
  counters: ({ routerGatewayUrl }) => {
    const shell = routerShell(routerGatewayUrl);
    return Object.fromEntries(knobs.map((knob) => [knob(shell).id, interfaceCounters(shell)]));
  },
});
