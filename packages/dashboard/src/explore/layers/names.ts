/** What lines can tell: their state, how full they are, what they cost, how long a round trip takes. */
export const layerNames = ["health", "traffic", "cost", "latency"] as const;
export type LayerName = (typeof layerNames)[number];
