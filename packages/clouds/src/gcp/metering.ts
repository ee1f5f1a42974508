import type { Metering } from "../_shared/metering/metering.ts";
import { counterOf } from "./metering/counter-of.ts";

/** Cloud Monitoring's counters of tunnels and VLAN attachments. */
export const gcpMetering: Metering = {
  cloud: "gcp",
  counts: (link) => counterOf(link) !== undefined,
  load: async () => {
    const { countGcp } = await import("./metering/count-gcp.ts");
    return countGcp;
  },
};
