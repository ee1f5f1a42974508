import type { TopologyView } from "@skylane/core";
import type { Deps } from "../../deps.ts";
import { audit } from "../audit/index.ts";

/** The last snapshot, and what is wrong with it as the inventory stands now. */
export async function readTopology(deps: Pick<Deps, "config" | "topologies">): Promise<TopologyView> {
  const latest = await deps.topologies.latest();
  return latest
    ? { topology: latest.topology, findings: [...audit(latest.topology, deps.config)] }
    : { topology: null, findings: [] };
}
