import { type FunctionName, functions } from "@skylane/core";
import { createAzure } from "./azure.ts";
import { dutiesIn, dutyOf, type HubDuty, hubRoleArn } from "./duties.ts";
import { createHubRoles } from "./federation.ts";
import type { FunctionOf } from "./functions.ts";
import { createGcp } from "./gcp.ts";
import { tokenIssuerOf } from "./identity.ts";
import type { DeployedStage } from "./stage.ts";

/** Variables of a function beside those that all have. */
export type EnvironmentOf = (functionName: FunctionName) => Readonly<Record<string, $util.Input<string>>>;

/**
 * What the stage has in Azure and Google Cloud, made before the hub's functions, which are told who they are there.
 */
export function createOtherClouds(stage: DeployedStage) {
  const { azure: hasAzure, gcp: hasGcp } = stage.settings;
  if (!hasAzure && !hasGcp) return undefined;
  const tokenIssuerUrl = tokenIssuerOf(stage);
  const azure = createAzure(stage, tokenIssuerUrl);
  const gcp = createGcp(stage, tokenIssuerUrl);
  const environmentOf: EnvironmentOf = (functionName) => {
    const duty = dutyOf(functionName);
    if (duty === undefined || !dutiesIn(stage).includes(duty)) return {};
    return {
      SKYLANE_FEDERATION_ROLE_ARN: hubRoleArn(stage, duty),
      ...azure?.environmentOf(duty),
      ...gcp?.environmentOf(duty),
    };
  };
  return {
    tokenIssuerUrl,
    environmentOf,
    /** The roles that those clouds trust, for the functions of both Regions. */
    trustFunctions(regions: readonly FunctionOf[]): void {
      const withDuty = (duty: HubDuty) =>
        (Object.keys(functions) as FunctionName[])
          .filter((name) => dutyOf(name) === duty)
          .flatMap((name) => regions.map((functionOf) => functionOf(name).nodes.role.arn));
      createHubRoles(
        stage,
        { observer: withDuty("observer"), actuator: withDuty("actuator"), provisioner: withDuty("provisioner") },
        { azure: azure?.audience, gcp: gcp?.provider },
      );
    },
  };
}
