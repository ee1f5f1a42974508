import type { PathCounters } from "@skylane/core";
import type { RouterShell } from "./router-shell.ts";
import { parseLinkPackets } from "./schema.ts";

/** Packets on a path as the on-prem router's own interface counts them, both directions added. */
export const interfaceCounters = (run: RouterShell): PathCounters => ({
  async packetCount(settings, handle) {
    const packets = parseLinkPackets(await run(settings.routerId ?? "", ["ip", "-j", "-s", "link"]));
    return packets.get(handle.interfaceName ?? "");
  },
});
