import type { DeployedStage } from "./stage.ts";

/** Every alarm of a stage in a Region, as an ARN with a wildcard for its last part. */
export const alarmArns = ({ name, settings }: DeployedStage, regionId: string): string =>
  `arn:aws:cloudwatch:${regionId}:${settings.aws.accountId}:alarm:${name}-*`;
