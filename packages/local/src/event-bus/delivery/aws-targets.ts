import type { LambdaHost } from "../../lambda/lambda-host.ts";
import { PermanentTargetError, type TargetInvoker } from "./target-invoker.ts";

/** What an event can be delivered to in this process, besides another bus. */
export interface AwsTargets {
  readonly lambda: LambdaHost;
  /** Resolves when the execution is on disk. */
  readonly startExecution: (stateMachineArn: string, input: unknown) => Promise<unknown>;
}

/**
 * Calls functions and starts state machines by their ARNs. A function that fails is called again as the target's retry policy
 * says (on AWS, Lambda itself would try twice more).
 */
export function awsTargets({ lambda, startExecution }: AwsTargets): TargetInvoker {
  return {
    async invoke(targetArn, input, signal) {
      const service = targetArn.split(":")[2];
      if (service === "states") {
        await startExecution(targetArn, input);
        return;
      }
      if (service !== "lambda")
        throw new PermanentTargetError(
          `${targetArn} is no function, state machine or bus: nothing else can be a target here`,
        );
      const result = await lambda.invoke(targetArn, input, { signal });
      if (result.ok) return;
      const error = new Error(result.error.errorMessage);
      error.name = result.error.errorType;
      throw error;
    },
  };
}
