import { deploymentNames, type FunctionName, type FunctionSpec, functions } from "@skylane/core";
import { networkKeyOf, roleName } from "./arns.ts";
import { assetsOf, assetVariables, nodejsOptions } from "./bundling.ts";
import { CONFIG_FILE, writeConfig } from "./config-file.ts";
import { logicalName, placeOf, type RegionContext } from "./context.ts";
import type { DeadLetters } from "./dead-letters.ts";
import { deliveryTo } from "./delivery.ts";
import type { EnvironmentOf } from "./other-clouds.ts";
import { asksModel, grantsOf, isPerNetwork, needsSecrets, portsOf, sendsProbes } from "./permissions.ts";

/** A function as it is deployed: its names, and the network it stands in. */
interface Deployed {
  readonly logical: string;
  readonly name: string;
  readonly role: string;
  readonly network?: { readonly subnetIds: string[]; readonly securityGroupIds: string[] } | undefined;
}

/** Every function of the manifest that a Region has, with a role of its own; and those that stand in networks of this Region. */
export function createFunctions(region: RegionContext, deadLetters: DeadLetters, environmentOf: EnvironmentOf) {
  const configFile = writeConfig(region.stage);
  const made = new Map(
    (Object.keys(functions) as FunctionName[])
      .filter((name) => !isPerNetwork(name))
      .map((name) => [
        name,
        createFunction(region, deadLetters, environmentOf, configFile, name, inRegion(region, name)),
      ]),
  );
  for (const prover of proversIn(region))
    createFunction(region, deadLetters, environmentOf, configFile, "prove-from-here", prover);
  return (name: FunctionName): sst.aws.Function => {
    const one = made.get(name);
    if (one === undefined) throw new Error(`no function ${name}`);
    return one;
  };
}
export type FunctionOf = ReturnType<typeof createFunctions>;

/** What the model may cost, where the stage says it. */
const modelVariables = ({
  settings: { modelBudgetUsdPerDay },
}: RegionContext["stage"]): Readonly<Record<string, string>> =>
  modelBudgetUsdPerDay === undefined ? {} : { SKYLANE_MODEL_BUDGET_USD_PER_DAY: modelBudgetUsdPerDay.toFixed(2) };

const inRegion = (region: RegionContext, name: FunctionName): Deployed => ({
  logical: logicalName(region, name),
  name: deploymentNames(region.stage.name).functionOf(name),
  role: roleName(placeOf(region), name),
  network: sendsProbes(name) ? region.stage.settings.aws.probesFrom[region.regionId] : undefined,
});

/** Provers of this Region's networks. A VPC is of one Region, so its id tells their roles apart, which know no Regions. */
const proversIn = ({ stage, regionId }: RegionContext): readonly Deployed[] =>
  stage.settings.aws.provers
    .filter((prover) => prover.regionId === regionId)
    .map(({ vpcId, ...network }) => {
      const name = deploymentNames(stage.name).proverOf(networkKeyOf(vpcId));
      return { logical: `Prove${vpcId.replace("vpc-", "Vpc")}`, name, role: name, network };
    });

function createFunction(
  region: RegionContext,
  deadLetters: DeadLetters,
  environmentOf: EnvironmentOf,
  configFile: string,
  name: FunctionName,
  { logical, network, ...deployed }: Deployed,
): sst.aws.Function {
  const { stage, provider } = region;
  const place = placeOf(region);
  const spec: FunctionSpec = functions[name];
  const assets = assetsOf(name, portsOf(name));
  const made = new sst.aws.Function(
    logical,
    {
      name: deployed.name,
      handler: `functions/${spec.entry}.handler`,
      nodejs: nodejsOptions,
      memory: `${spec.memoryMb} MB`,
      timeout: `${spec.timeoutSeconds} seconds`,
      ...(spec.reservedConcurrency !== undefined && { concurrency: { reserved: spec.reservedConcurrency } }),
      ...(network && { vpc: { privateSubnets: network.subnetIds, securityGroups: network.securityGroupIds } }),
      copyFiles: [{ from: configFile, to: CONFIG_FILE }, ...assets.map(({ from, to }) => ({ from, to }))],
      environment: {
        SKYLANE_NAME: stage.name,
        SKYLANE_CONFIG: CONFIG_FILE,
        AWS_ACCOUNT_ID: place.accountId,
        ...(spec.nodeOptions !== undefined && { NODE_OPTIONS: spec.nodeOptions }),
        ...environmentOf(name),
        ...assetVariables(assets),
        ...(asksModel(name) && modelVariables(stage)),
        ...(needsSecrets(stage, name) && { SKYLANE_SECRETS_PATH: `/${stage.name}/secrets` }),
      },
      permissions: [
        ...grantsOf(
          name,
          deadLetters.arnOf(name),
          { stage, place, other: { ...place, regionId: region.otherRegionId } },
          deployed.name,
        ),
      ],
      transform: { role: { name: deployed.role } },
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
