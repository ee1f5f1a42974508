import type { Usage } from "../_shared/usage/usage.ts";
import { smallerSizes } from "./usage/sizes.ts";

/** Cloud Monitoring's metrics of Compute Engine's machines. */
export const gcpUsage: Usage = {
  cloud: "gcp",
  measures: ({ kind }) => kind === "gce-instance",
  smallerSizes,
  load: async () => {
    const { readGcpUsage } = await import("./usage/read-gcp-usage.ts");
    return readGcpUsage;
  },
};
