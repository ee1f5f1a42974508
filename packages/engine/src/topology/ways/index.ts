export { findWay, longestMatch } from "./find-way.ts";
export type { Hop, PlacedFlow, WayGraph } from "./way-graph.ts";
export { wayGraph } from "./way-graph.ts";
