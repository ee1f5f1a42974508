import type { Metering } from "../_shared/metering/metering.ts";
import { counterOf } from "./metering/counter-of.ts";

/** CloudWatch's counters of VPN connections, Direct Connect and peerings of transit gateways. */
export const awsMetering: Metering = {
  cloud: "aws",
  counts: (link) => counterOf({ link, direction: "out" }) !== undefined,
  load: async () => {
    const { countAws } = await import("./metering/count-aws.ts");
    return () => countAws();
  },
};
