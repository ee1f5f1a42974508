import { probeTargetRules } from "@skylane/core";
import { memoryHealth } from "../agent/memory-health.ts";
import { checkedProber } from "../probe/checked-prober.ts";
import { directSocket, socksSocket } from "../probe/open-socket.ts";
import { socketProber } from "../probe/socket-prober.ts";
import { socksEcho } from "../probe/udp-echo.ts";
import type { Port } from "./ports.ts";

/** Packets to what may be probed, by the sockets of this machine or the proxy in front of it. */
export const prober: Port<"prober"> = {
  name: "prober",
  make: ({ settings: { proxy }, config, log }) =>
    checkedProber(
      proxy ? socketProber(socksSocket(proxy), socksEcho(proxy)) : socketProber(directSocket),
      probeTargetRules(config),
      log,
    ),
};

/** Health that lasts as long as the process, for who probes where the tables are out of reach: the hub hears of it by events. */
export const healthInMemory: Port<"health"> = {
  name: "health",
  make: ({ config, clock }) => memoryHealth(config, clock.nowMs()),
};
