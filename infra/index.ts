import { createApi } from "./api.ts";
import { createBoundary } from "./boundary.ts";
import { createBudgets } from "./budgets.ts";
import { createBus } from "./bus.ts";
import { type RegionContext, regionsOf } from "./context.ts";
import { createDeadLetters } from "./dead-letters.ts";
import { applyDefaults } from "./defaults.ts";
import { createFunctions } from "./functions.ts";
import { createDeployIdentities } from "./identity.ts";
import { createOperations } from "./operations.ts";
import { createOtherClouds, type EnvironmentOf } from "./other-clouds.ts";
import { checkQuotas } from "./preflight.ts";
import { createSchedules } from "./schedules.ts";
import { readStage } from "./stage.ts";
import { createStore } from "./store.ts";
import { createWorkflows } from "./workflows.ts";

/** Makes everything of a stage, in order; answers what an operator wants to know of it. */
export async function createStack() {
  const stage = readStage($app.stage);
  applyDefaults(stage);
  const [home, standby] = regionsOf(stage);
  await checkQuotas([home, standby]);
  createDeployIdentities(stage);
  createBoundary(stage);
  createStore(home);
  const others = createOtherClouds(stage);
  const environmentOf = others?.environmentOf ?? (() => ({}));
  const inHome = createRegion(home, environmentOf);
  const inStandby = createRegion(standby, environmentOf);
  others?.trustFunctions([inHome.functionOf, inStandby.functionOf]);
  createBudgets(stage, inHome.topicArn);
  return {
    name: stage.name,
    home: inHome.addresses,
    standby: inStandby.addresses,
    ...(others && { tokenIssuerUrl: others.tokenIssuerUrl }),
  };
}

/** What each of the two Regions has. */
function createRegion(region: RegionContext, environmentOf: EnvironmentOf) {
  const deadLetters = createDeadLetters(region);
  const functionOf = createFunctions(region, deadLetters, environmentOf);
  const bus = createBus(region, functionOf, deadLetters);
  createSchedules(region, functionOf, deadLetters);
  createWorkflows(region);
  const api = createApi(region, functionOf);
  const { topic, site } = createOperations(region, { bus, functionOf, deadLetters, api });
  return {
    functionOf,
    topicArn: topic.arn,
    addresses: {
      regionId: region.regionId,
      apiUrl: api.apiEndpoint,
      pageUrl: $interpolate`https://${site.domainName}`,
    },
  };
}
