import type { Metering } from "../_shared/metering/metering.ts";
import { counterOf } from "./metering/counter-of.ts";

/** Azure Monitor's counters of tunnels and ExpressRoute connections. */
export const azureMetering: Metering = {
  cloud: "azure",
  counts: (link) => counterOf(link) !== undefined,
  load: async () => {
    const { countAzure } = await import("./metering/count-azure.ts");
    return countAzure;
  },
};
