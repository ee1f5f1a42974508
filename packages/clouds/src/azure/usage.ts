import type { Usage } from "../_shared/usage/usage.ts";
import { smallerSizes } from "./usage/sizes.ts";

/** Azure Monitor's metrics of virtual machines. */
export const azureUsage: Usage = {
  cloud: "azure",
  measures: ({ kind }) => kind === "azure-vm",
  smallerSizes,
  load: async () => {
    const { readAzureUsage } = await import("./usage/read-azure-usage.ts");
    return readAzureUsage;
  },
};
