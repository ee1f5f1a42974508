import { createApi } from "./api.ts";
import { createBus } from "./bus.ts";
import { type RegionContext, regionsOf } from "./context.ts";
import { createDeadLetters } from "./dead-letters.ts";
import { applyDefaults } from "./defaults.ts";
import { createFunctions } from "./functions.ts";
import { createSchedules } from "./schedules.ts";
import { readStage } from "./stage.ts";
import { createStore } from "./store.ts";
import { createWorkflows } from "./workflows.ts";

/** Makes everything of a stage, in order; answers what an operator wants to know of it. */
export function createStack() {
  const stage = readStage($app.stage);
  applyDefaults(stage);
  const [home, standby] = regionsOf(stage);
  createStore(home);
  return { name: stage.name, home: createRegion(home), standby: createRegion(standby) };
}

/** What each of the two Regions has. */
function createRegion(region: RegionContext) {
  const deadLetters = createDeadLetters(region);
  const functionOf = createFunctions(region, deadLetters);
  createBus(region, functionOf, deadLetters);
  createSchedules(region, functionOf, deadLetters);
  createWorkflows(region);
  return { regionId: region.regionId, apiUrl: createApi(region, functionOf) };
}
