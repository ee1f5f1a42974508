export { audit } from "./audit/index.ts";
export { cidrContains, cidrsOverlap, rangeOf } from "./cidr.ts";
export {
  distanceKm,
  endOf,
  RTT_MODEL,
  type RttPrior,
  rttPrior,
  type WayRtt,
  wayRttPrior,
} from "./distance/index.ts";
export { findDrift } from "./drift/find-drift.ts";
export type { Inventory } from "./join/inventory.ts";
export { joinTopology } from "./join/join-topology.ts";
export { withRedundancy } from "./join/redundancy.ts";
export type { OverviewFacts } from "./show-overview.ts";
export { showOverview } from "./show-overview.ts";
export { showSettings } from "./show-settings.ts";
export { askWhatIf, listWhatIf } from "./use-cases/ask-what-if.ts";
export { discoverCloud, discoverClouds, type Looked } from "./use-cases/discover-cloud.ts";
export { discoverOnChange, type NoticedChange } from "./use-cases/discover-on-change.ts";
export { handInLook, handInLookOnChange } from "./use-cases/hand-in-look.ts";
export { joinLook } from "./use-cases/join-look.ts";
export { readOverview } from "./use-cases/read-overview.ts";
export { readTopology } from "./use-cases/read-topology.ts";
export { findWay, type Hop, longestMatch, neededMbps, type PlacedFlow, type WayGraph, wayGraph } from "./ways/index.ts";
export {
  type Failure,
  type FlowOutcome,
  failureKinds,
  failuresMeant,
  type GatewayKinds,
  gatewayKindsOf,
  hopPrices,
  type Impact,
  type Survey,
  surveyOf,
  transferLeg,
  type WayEstimate,
} from "./whatif/index.ts";
