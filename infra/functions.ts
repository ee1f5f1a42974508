import { deploymentNames, type FunctionName, type FunctionSpec, functions } from "@skylane/core";
import { roleName } from "./arns.ts";
import { nodejsOptions } from "./bundling.ts";
import { CONFIG_FILE, writeConfig } from "./config-file.ts";
import { logicalName, placeOf, type RegionContext } from "./context.ts";
import type { DeadLetters } from "./dead-letters.ts";
import { deliveryTo } from "./delivery.ts";
import type { EnvironmentOf } from "./other-clouds.ts";
import { grantsOf, needsSecrets, sendsProbes } from "./permissions.ts";

/** Every function of the manifest, with a role of its own. */
export function createFunctions(region: RegionContext, deadLetters: DeadLetters, environmentOf: EnvironmentOf) {
  const configFile = writeConfig(region.stage);
  const made = new Map(
    (Object.keys(functions) as FunctionName[]).map((name) => [
      name,
      createFunction(region, deadLetters, environmentOf, configFile, name),
    ]),
  );
  return (name: FunctionName): sst.aws.Function => {
    const one = made.get(name);
    if (one === undefined) throw new Error(`no function ${name}`);
    return one;
  };
}
export type FunctionOf = ReturnType<typeof createFunctions>;

function createFunction(
  region: RegionContext,
  deadLetters: DeadLetters,
  environmentOf: EnvironmentOf,
  configFile: string,
  name: FunctionName,
): sst.aws.Function {
  const { stage, provider } = region;
  const place = placeOf(region);
  const spec: FunctionSpec = functions[name];
  const logical = logicalName(region, name);
  const network = sendsProbes(name) ? stage.settings.aws.probesFrom[place.regionId] : undefined;
  const made = new sst.aws.Function(
    logical,
    {
      name: deploymentNames(stage.name).functionOf(name),
      handler: `functions/${spec.entry}.handler`,
      nodejs: nodejsOptions,
      memory: `${spec.memoryMb} MB`,
      timeout: `${spec.timeoutSeconds} seconds`,
      ...(spec.reservedConcurrency !== undefined && { concurrency: { reserved: spec.reservedConcurrency } }),
      ...(network && { vpc: { privateSubnets: network.subnetIds, securityGroups: network.securityGroupIds } }),
      copyFiles: [{ from: configFile, to: CONFIG_FILE }],
      environment: {
        SKYLANE_NAME: stage.name,
        SKYLANE_CONFIG: CONFIG_FILE,
        AWS_ACCOUNT_ID: place.accountId,
        ...(spec.nodeOptions !== undefined && { NODE_OPTIONS: spec.nodeOptions }),
        ...environmentOf(name),
        ...(needsSecrets(stage, name) && { SKYLANE_SECRETS_PATH: `/${stage.name}/secrets` }),
      },
      permissions: [
        ...grantsOf(name, deadLetters.arnOf(name), {
          stage,
          place,
          other: { ...place, regionId: region.otherRegionId },
        }),
      ],
      transform: { role: { name: roleName(place, name) } },
    },
    { provider },
  );
  const { maxAgeSeconds, retryCount } = deliveryTo(name, region.schedules);
  new aws.lambda.FunctionEventInvokeConfig(
    `${logical}Delivery`,
    {
      functionName: made.name,
      maximumEventAgeInSeconds: maxAgeSeconds,
      maximumRetryAttempts: retryCount,
      destinationConfig: { onFailure: { destination: deadLetters.queueOf(name).arn } },
    },
    { provider },
  );
  return made;
}
