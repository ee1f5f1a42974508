import { SnapshotList, TopologyView } from "@skylane/core";
import { ask } from "./ask.ts";

/** A large estate is read whole. */
const SLOW_MS = 30_000;
/** As many as the API gives. */
const MOST = 500;

/** What was last discovered, and what is wrong with it. @throws Error in words for a person */
export const fetchTopology = async (): Promise<TopologyView> => TopologyView.parse(await ask("GET", "/v1/topology"));

/** The looks that are kept, newest first. @throws Error in words for a person */
export const fetchSnapshots = async (): Promise<SnapshotList["snapshots"]> =>
  SnapshotList.parse(await ask("GET", `/v1/topology/snapshots?limit=${MOST}`)).snapshots;

/** What was discovered at one of them. @throws Error in words for a person */
export const fetchSnapshot = async (key: string): Promise<TopologyView> =>
  TopologyView.parse(await ask("GET", `/v1/topology?${new URLSearchParams({ snapshot: key })}`, undefined, SLOW_MS));
