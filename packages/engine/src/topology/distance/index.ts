export { fibreMap, landmassOf } from "./cable-map.ts";
export { distanceKm } from "./great-circle.ts";
export { RTT_MODEL, type RttModel, type RttPrior, rttPrior, spreadAt } from "./rtt-prior.ts";
export { endOf, type WayRtt, wayRttPrior } from "./way-rtt.ts";
