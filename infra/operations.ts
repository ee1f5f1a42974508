import { type FunctionName, functions } from "@skylane/core";
import { createAlarms, createLogMetrics } from "./alarms.ts";
import { roleName } from "./arns.ts";
import { createAudit } from "./audit.ts";
import { placeOf, type RegionContext } from "./context.ts";
import { createDashboard } from "./dashboard.ts";
import type { DeadLetters } from "./dead-letters.ts";
import { dutiesIn, hubRole } from "./duties.ts";
import type { FunctionOf } from "./functions.ts";
import { createKey } from "./keys.ts";
import { createNotices } from "./notices.ts";
import { outpostClouds, outpostRole, postedIn, roleArn } from "./outposts.ts";
import { portsIn } from "./permissions.ts";
import { createSite } from "./site.ts";
import { createTopic } from "./topic.ts";

/** What was made in a Region, and is looked after. */
interface Made {
  readonly bus: aws.cloudwatch.EventBus;
  readonly functionOf: FunctionOf;
  readonly deadLetters: DeadLetters;
  readonly api: aws.apigatewayv2.Api;
}

/** What people look at and are told by: key and topic, metrics, alarms, notices, audit, the page, and a dashboard if the stage asks for one. */
export function createOperations(region: RegionContext, made: Made) {
  const topic = createTopic(region, createKey(region));
  const observed = {
    logGroupOf: (name: FunctionName) => logGroupOf(made.functionOf(name)),
    apiId: made.api.id,
    topicArn: topic.arn,
  };
  createLogMetrics(region, observed.logGroupOf);
  const alarms = createAlarms(region, observed);
  if (region.stage.settings.dashboard === "on") createDashboard(region, observed, alarms);
  const route = { busName: made.bus.name, topicArn: topic.arn, deadLetterArn: made.deadLetters.others.arn };
  createNotices(region, route);
  createAudit(region, expectedRoles(region), route);
  return { topic, site: createSite(region, { apiUrl: made.api.apiEndpoint }) };
}

const logGroupOf = (made: sst.aws.Function): $util.Output<string> =>
  made.nodes.logGroup.apply((group) => {
    if (group === undefined) throw new Error("a function without a log group tells nothing: set its logging");
    return group.name;
  });

/** Who may change routes, ask for tokens of other clouds, and be assumed by a token. */
function expectedRoles(region: RegionContext) {
  const { stage } = region;
  const place = placeOf(region);
  const withPort = (...ports: readonly string[]) =>
    (Object.keys(functions) as FunctionName[])
      .filter((name) => portsIn(stage, name).some((port) => ports.includes(port)))
      .map((name) => roleName(place, name));
  return {
    // in the accounts, and in the hub's own
    actuators: [
      "skylane-actuator",
      ...(stage.settings.provisioning === "on" ? ["skylane-provisioner"] : []),
      ...withPort("steering", "faultTests", "provisioning"),
    ],
    tokenAskers: dutiesIn(stage).map((duty) => hubRole(stage, duty)),
    assumedByToken: [
      `arn:aws:iam::${place.accountId}:role/${place.name}-deploy`,
      ...outpostClouds.flatMap((cloud) =>
        postedIn(stage, cloud).map(({ id }) => roleArn(stage, outpostRole(stage, cloud, id))),
      ),
    ],
  };
}
