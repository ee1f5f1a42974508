import { type Prober, probeTargetRules } from "@skylane/core";
import { memoryHealth } from "../agent/memory-health.ts";
import { checkedProber } from "../probe/checked-prober.ts";
import { directSocket } from "../probe/open-socket.ts";
import { socketProber } from "../probe/socket-prober.ts";
import type { Port } from "./ports.ts";
import type { Surroundings } from "./surroundings.ts";

/** Packets to what may be probed, by the sockets of this machine or the proxy in front of it. */
export const prober: Port<"prober"> = {
  name: "prober",
  make: async ({ settings: { proxy }, config, log }) =>
    checkedProber(proxy ? await through(proxy) : socketProber(directSocket), probeTargetRules(config), log),
};

/** Loaded where there is a proxy, and before the first probe, which would be timed with it. */
async function through(proxy: NonNullable<Surroundings["settings"]["proxy"]>): Promise<Prober> {
  const { socksEcho, socksSocket } = await import("../probe/through-socks.ts");
  return socketProber(socksSocket(proxy), socksEcho(proxy));
}

/** Health that lasts as long as the process, for who probes where the tables are out of reach: the hub hears of it by events. */
export const healthInMemory: Port<"health"> = {
  name: "health",
  make: ({ config, clock }) => memoryHealth(config, clock.nowMs()),
};
