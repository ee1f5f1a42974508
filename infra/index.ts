import { createApi } from "./api.ts";
import { createBus } from "./bus.ts";
import { type RegionContext, regionsOf } from "./context.ts";
import { createDeadLetters } from "./dead-letters.ts";
import { applyDefaults } from "./defaults.ts";
import { createFunctions } from "./functions.ts";
import { createOtherClouds, type EnvironmentOf } from "./other-clouds.ts";
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
  const others = createOtherClouds(stage);
  const environmentOf = others?.environmentOf ?? (() => ({}));
  const inHome = createRegion(home, environmentOf);
  const inStandby = createRegion(standby, environmentOf);
  others?.trustFunctions([inHome.functionOf, inStandby.functionOf]);
  return { name: stage.name, home: inHome.addresses, standby: inStandby.addresses };
}

/** What each of the two Regions has. */
function createRegion(region: RegionContext, environmentOf: EnvironmentOf) {
  const deadLetters = createDeadLetters(region);
  const functionOf = createFunctions(region, deadLetters, environmentOf);
  createBus(region, functionOf, deadLetters);
  createSchedules(region, functionOf, deadLetters);
  createWorkflows(region);
  return { functionOf, addresses: { regionId: region.regionId, apiUrl: createApi(region, functionOf) } };
}
