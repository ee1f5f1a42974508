export { Estate } from "./estate/estate.ts";
export { loadEstate, parseEstate } from "./estate/load-estate.ts";
export type { Twin, TwinOptions } from "./start-twin.ts";
export { startTwin } from "./start-twin.ts";
