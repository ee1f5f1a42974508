import type { CloudContext } from "../../_shared/define-cloud.ts";
import type { Scan } from "../../_shared/scan.ts";
import { connectOci, type OciAccess } from "./connect-oci.ts";
import type { OciSurroundings } from "./discover-oci.ts";
import { DEFAULT_PATIENCE } from "./patient-http.ts";

/** The tenancy of the configuration file; `undefined` = it cannot be entered, and that is a gap of the scan. */
export const openTenancy = (
  scan: Scan,
  { endpoints }: Pick<CloudContext, "endpoints">,
  { environment = process.env, patience }: OciSurroundings,
  signal: AbortSignal | undefined,
): Promise<OciAccess | undefined> =>
  scan.call({ accountId: "", regionId: "", operation: "sign in to Oracle Cloud" }, async () =>
    connectOci(environment, endpoints?.oci, { ...DEFAULT_PATIENCE, ...patience, signal }),
  );
