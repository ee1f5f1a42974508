import { billAccounts, billBuckets } from "./bill-places.ts";
import { boundaryActions, boundaryArn } from "./boundary-actions.ts";
import type { DeployedStage } from "./stage.ts";

/** Makes the boundary, and puts every role that is made from now on within it. */
export function createBoundary({ name, settings, config }: DeployedStage): void {
  const { accountId, probesFrom, provers } = settings.aws;
  const allowed = boundaryActions({
    isInNetwork: Object.keys(probesFrom).length + provers.length > 0,
    builds: settings.provisioning === "on",
    readsBills: billBuckets(config).length > 0,
    publishesStatus: config.status !== undefined,
    asksForBill: billAccounts(config).some((one) => !one.role && one.accountId === accountId),
  });
  const boundary = new aws.iam.Policy("Boundary", {
    name: `${name}-boundary`,
    description: `The most that roles of ${name} can do`,
    policy: JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: allowed, Resource: "*" }],
    }),
  });
  // under `sst dev` functions also need what lets the laptop act for them
  if ($dev) return;
  $transform(aws.iam.Role, (args, options) => {
    args.permissionsBoundary ??= boundaryArn(accountId, name);
    options.dependsOn = $util.output(options.dependsOn).apply((others) => [boundary, ...[others ?? []].flat()]);
  });
}
