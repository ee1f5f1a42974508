export { findWay, longestMatch } from "./find-way.ts";
export { neededMbps } from "./needed-mbps.ts";
export type { Hop, PlacedFlow, WayGraph } from "./way-graph.ts";
export { wayGraph } from "./way-graph.ts";
