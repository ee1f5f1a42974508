export { allocate, NO_TRAFFIC, type ScopeTraffic } from "./allocate.ts";
export { matcher, tagNamesOf } from "./match.ts";
export { transferLines } from "./transfers.ts";
