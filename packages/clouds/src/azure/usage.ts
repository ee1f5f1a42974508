import type { Usage } from "../_shared/usage/usage.ts";

/** Azure Monitor's metrics of virtual machines. Their sizes are not looked at, so none is said to be too large. */
export const azureUsage: Usage = {
  cloud: "azure",
  measures: ({ kind }) => kind === "azure-vm",
  smallerSizes: () => [],
  load: async () => {
    const { readAzureUsage } = await import("./usage/read-azure-usage.ts");
    return readAzureUsage;
  },
};
