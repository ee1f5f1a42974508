import type { Usage } from "../_shared/usage/usage.ts";

/** Cloud Monitoring's metrics of Compute Engine's machines. Their sizes are not looked at, so none is said to be too large. */
export const gcpUsage: Usage = {
  cloud: "gcp",
  measures: ({ kind }) => kind === "gce-instance",
  smallerSizes: () => [],
  load: async () => {
    const { readGcpUsage } = await import("./usage/read-gcp-usage.ts");
    return readGcpUsage;
  },
};
