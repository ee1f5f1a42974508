export { allocate, NO_TRAFFIC, type ScopeTraffic } from "./allocate.ts";
export { matcher, tagNamesAsked } from "./match.ts";
export { trafficTally } from "./scope-traffic.ts";
export { transferLines } from "./transfers.ts";
