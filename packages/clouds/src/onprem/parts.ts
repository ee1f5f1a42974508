import type { Cloud, CloudContext, CloudProfile } from "../_shared/define-cloud.ts";
import { gracefulShutdown } from "./graceful-shutdown.ts";
import { interfaceCounters } from "./interface-counters.ts";
import { localPreference } from "./local-preference.ts";
import { preferPath } from "./prefer-path.ts";
import { prepend } from "./prepend.ts";
import { routerShell } from "./router-shell.ts";
import { onpremTariff } from "./tariff.ts";
import { withdraw } from "./withdraw.ts";

const profile = {
  id: "onprem",
  displayName: "On-premises",
  capabilities: ["steer", "count-packets", "discover"],
} as const satisfies CloudProfile;

/** The knobs of a router; each moves packets over its interfaces, which count them. */
const knobs = [localPreference, preferPath, prepend, gracefulShutdown, withdraw] as const;

/** What moves traffic, and counts it. */
export const onpremSteering = {
  profile,
  actuators: ({ routerGatewayUrl }: CloudContext) => knobs.map((knob) => knob(routerShell(routerGatewayUrl))),
  counters: ({ routerGatewayUrl }: CloudContext) => {
    const shell = routerShell(routerGatewayUrl);
    return Object.fromEntries(knobs.map((knob) => [knob(shell).id, interfaceCounters(shell)]));
  },
} satisfies Cloud;

/** What looks. */
export const onpremDiscovery = {
  profile,
  discover: async () => (await import("./discover/discover-onprem.ts")).discoverOnprem,
} satisfies Cloud;

/** Prices. */
export const onpremEstimates = { profile, tariff: onpremTariff } satisfies Cloud;
