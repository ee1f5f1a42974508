import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { deploymentNames, type SkylaneConfig, wantedSchedules } from "@skylane/core";
import { isSeldomRate } from "@skylane/engine";

/** A Skylane that runs on this machine. */
interface RunningHere {
  readonly awsUrl: string;
  readonly regionId: string;
  readonly name: string;
}

/**
 * Calls what its schedules call once in half an hour or more seldom, as they do. All of it was called when it began, but then came with
 * much that comes once: every path that is seen for the first time. @throws the SDK's errors
 */
export async function callSeldom({ awsUrl, regionId, name }: RunningHere, config: SkylaneConfig): Promise<void> {
  const lambda = new LambdaClient({
    endpoint: awsUrl,
    region: regionId,
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
  });
  const { functionOf } = deploymentNames(name);
  const scheduledTime = new Date().toISOString();
  for (const { target, input } of wantedSchedules(config, regionId).filter((one) => isSeldomRate(one.rate)))
    await lambda.send(
      new InvokeCommand({
        FunctionName: functionOf(target),
        InvocationType: "Event",
        Payload: Buffer.from(JSON.stringify({ ...input, ...("scheduledTime" in input && { scheduledTime }) })),
      }),
    );
  lambda.destroy();
}
