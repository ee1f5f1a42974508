import { ExecutionAlreadyExists, SFNClient, StartExecutionCommand } from "@aws-sdk/client-sfn";
import type { Workflows } from "@skylane/core";
import { coreError } from "@skylane/core";
import type { RuntimeSettings } from "../settings.ts";

/** Starts executions of the deployment's state machines. @throws ERR_WORKFLOW_UNAVAILABLE */
export function stepFunctions({
  regionId,
  accountId,
  names,
}: Pick<RuntimeSettings, "regionId" | "accountId" | "names">): Workflows {
  const client = new SFNClient({ region: regionId, maxAttempts: 4 });
  return {
    async start(workflow, executionName, input) {
      try {
        await client.send(
          new StartExecutionCommand({
            stateMachineArn: `arn:aws:states:${regionId}:${accountId}:stateMachine:${names.workflowOf(workflow)}`,
            name: executionName,
            input: JSON.stringify(input),
          }),
        );
        return "started";
      } catch (error) {
        if (error instanceof ExecutionAlreadyExists) return "already-started";
        const message = error instanceof Error ? error.message : String(error);
        throw coreError(
          "ERR_WORKFLOW_UNAVAILABLE",
          `${workflow} ${executionName} was not started: ${message}`,
          { workflow, executionName },
          error,
        );
      }
    },
  };
}
