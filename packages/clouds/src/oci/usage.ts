import type { Usage } from "../_shared/usage/usage.ts";
import { loadSdk } from "./load-sdk.ts";
import { smallerSizes } from "./usage/sizes.ts";

/** Monitoring's metrics of compute instances, which an agent in them sends. */
export const ociUsage: Usage = {
  cloud: "oci",
  measures: ({ kind }) => kind === "oci-instance",
  smallerSizes,
  load: async () => {
    await loadSdk();
    return (await import("./usage/read-oci-usage.ts")).readOciUsage;
  },
};
