import { ExecutionAlreadyExists, SFNClient, StartExecutionCommand } from "@aws-sdk/client-sfn";
import type { Workflows } from "@skylane/core";
import { coreError, IncidentId } from "@skylane/core";
import * as z from "zod";
import type { RuntimeSettings } from "../settings.ts";
import { currentTrace, currentTraceparent, inSpan } from "../trace/context.ts";

/** Starts executions of the deployment's state machines, as a part of the present trace: what an execution is about, its trace is about. @throws ERR_WORKFLOW_UNAVAILABLE */
export function stepFunctions({
  regionId,
  accountId,
  names,
}: Pick<RuntimeSettings, "regionId" | "accountId" | "names">): Workflows {
  const client = new SFNClient({ region: regionId, maxAttempts: 4 });
  return {
    async start(workflow, executionName, input) {
      try {
        await inSpan(`${workflow} start`, { kind: "client", attributes: { "cloud.provider": "aws" } }, () =>
          client.send(
            new StartExecutionCommand({
              stateMachineArn: `arn:aws:states:${regionId}:${accountId}:stateMachine:${names.workflowOf(workflow)}`,
              name: executionName,
              input: JSON.stringify(withTrace(input)),
            }),
          ),
        );
        beAbout(input);
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

/** The input with the traceparent that its steps go on from; a handler takes it off again. */
const withTrace = (input: unknown): unknown =>
  input !== null && typeof input === "object" ? { ...input, trace: { traceparent: currentTraceparent() } } : input;

/** From here on the invocation is about the incident whose workflow it has begun. */
function beAbout(input: unknown): void {
  const parsed = About.safeParse(input);
  const context = currentTrace();
  if (context && parsed.success) context.invocation.incidentId ??= parsed.data.incidentId;
}
const About = z.looseObject({ incidentId: IncidentId });
