export { type BillSpan, type WrittenBills, writeBills } from "./bills/write-bills.ts";
export { Estate } from "./estate/estate.ts";
export { EstateError, loadEstate, parseEstate } from "./estate/load-estate.ts";
export type { Twin, TwinOptions } from "./start-twin.ts";
export { startTwin } from "./start-twin.ts";
export { playTraffic, type RouteRecord, type SentBytes, type TrafficPlay } from "./world/traffic/play-traffic.ts";
