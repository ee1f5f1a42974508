import type { Observed } from "./alarms.ts";
import { watchedIn } from "./alarms.ts";
import { arnsOf } from "./arns.ts";
import { placeOf, type RegionContext } from "./context.ts";
import { dashboardOf } from "./dashboard-body.ts";

/** The dashboard of a Region, named after the deployment. */
export function createDashboard(
  region: RegionContext,
  observed: Observed,
  alarms: readonly { readonly arn: $util.Output<string> }[],
) {
  const { stage, regionId, suffix, provider } = region;
  return new aws.cloudwatch.Dashboard(
    `Dashboard${suffix}`,
    {
      dashboardName: `${stage.name}-${regionId}`,
      dashboardBody: $jsonStringify(
        dashboardOf<$util.Input<string>>({
          ...watchedIn(region, observed),
          alarmArns: alarms.map(({ arn }) => arn),
          workflowArn: arnsOf(placeOf(region)).stateMachine,
        }),
      ),
    },
    { provider },
  );
}
