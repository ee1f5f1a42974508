import type { Metering } from "../_shared/metering/metering.ts";
import { loadSdk } from "./load-sdk.ts";
import { counterOf } from "./metering/counter-of.ts";

/** Monitoring's counters of IPSec connections, FastConnect circuits and peerings between Regions. */
export const ociMetering: Metering = {
  cloud: "oci",
  counts: (link) => counterOf(link) !== undefined,
  load: async () => {
    await loadSdk();
    return (await import("./metering/count-oci.ts")).countOci;
  },
};
