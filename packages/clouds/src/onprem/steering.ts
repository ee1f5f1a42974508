import type { Cloud, CloudContext } from "../_shared/define-cloud.ts";
import { onpremProfile } from "./facts.ts";
import { gracefulShutdown } from "./graceful-shutdown.ts";
import { interfaceCounters } from "./interface-counters.ts";
import { localPreference } from "./local-preference.ts";
import { preferPath } from "./prefer-path.ts";
import { prepend } from "./prepend.ts";
import { routerShell } from "./router-shell.ts";
import { withdraw } from "./withdraw.ts";

/** The knobs of a router; each moves packets over its interfaces, which count them. */
const knobs = [localPreference, preferPath, prepend, gracefulShutdown, withdraw] as const;

/** What moves traffic, and counts it. */
export const onpremSteering = {
  profile: onpremProfile,
  actuators: ({ routerGatewayUrl }: CloudContext) => knobs.map((knob) => knob(routerShell(routerGatewayUrl))),
  counters: ({ routerGatewayUrl }: CloudContext) => {
    const shell = routerShell(routerGatewayUrl);
    return Object.fromEntries(knobs.map((knob) => [knob(shell).id, interfaceCounters(shell)]));
  },
} satisfies Cloud;
