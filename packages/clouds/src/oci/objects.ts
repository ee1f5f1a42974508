import type { OciBucket, OciObjects } from "./billing/object-storage.ts";
import { loadSdk } from "./load-sdk.ts";

export type { OciObjects };

/** Object Storage of Oracle, for who has the configuration file of Oracle's tools; the SDK is loaded with it. */
export async function ociObjects(place: OciBucket, endpoint: string | undefined): Promise<OciObjects> {
  await loadSdk();
  return (await import("./billing/object-storage.ts")).ociObjects(place, endpoint);
}
