import { TopologyView } from "@skylane/core";
import { ask } from "./ask.ts";

/** What was last discovered, and what is wrong with it. @throws Error in words for a person */
export const fetchTopology = async (): Promise<TopologyView> => TopologyView.parse(await ask("GET", "/v1/topology"));
