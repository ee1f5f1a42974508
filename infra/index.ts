import { regionsOf } from "./context.ts";
import { applyDefaults } from "./defaults.ts";
import { readStage } from "./stage.ts";

/** Makes everything of a stage, in order; answers what an operator wants to know of it. */
export function createStack() {
  const stage = readStage($app.stage);
  applyDefaults(stage);
  const regions = regionsOf(stage);
  return { name: stage.name, regions: regions.map(({ regionId }) => regionId) };
}
