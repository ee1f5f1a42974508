export { beat, holdRegion, type RegionMemory } from "./use-cases/hold-region.ts";
export { ifActing, isActing, requireActing, whereActing } from "./use-cases/where-acting.ts";
