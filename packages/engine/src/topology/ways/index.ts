export { findWay, longestMatch } from "./find-way.ts";
export type { Hop, Intentions, PlacedFlow, WayGraph } from "./way-graph.ts";
export { wayGraph } from "./way-graph.ts";
