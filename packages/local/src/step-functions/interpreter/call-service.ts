import * as z from "zod";
import { AwsError } from "../../edge/aws-service.ts";
import type { LambdaHost } from "../../lambda/lambda-host.ts";
import { StateError } from "../asl/state-error.ts";
import { parseTaskResource } from "../asl/task-resource.ts";
import type { ExecutionContext } from "./run.ts";

/** The services a Task can ask besides Lambda, called with what the AWS API of the same name takes. */
export interface Integrations {
  /** PutEvents with these entries; answers `{ FailedEntryCount, Entries }`. */
  putEvents(entries: unknown): Promise<unknown>;
  /** One DynamoDB operation by its API name, e.g. `UpdateItem`. */
  dynamodb(operation: string, input: unknown): Promise<unknown>;
}

/** Asks the service a Task names. @throws StateError with the error name AWS gives */
export type CallService = (
  resource: string,
  parameters: unknown,
  call: { readonly signal: AbortSignal; readonly context: ExecutionContext },
) => Promise<unknown>;

const InvokeArguments = z.object({
  FunctionName: z.string().min(1),
  Payload: z.unknown().optional(),
  InvocationType: z.enum(["RequestResponse", "Event"]).optional(),
  Qualifier: z.string().optional(),
});
const PutEventsArguments = z.object({ Entries: z.array(z.looseObject({ Detail: z.unknown() })).min(1) });
const PutEventsAnswer = z.looseObject({ FailedEntryCount: z.number().optional() });

export function createCallService(services: { lambda: LambdaHost; integrations: Integrations }): CallService {
  const { lambda, integrations } = services;

  const invoke = async (functionName: string, payload: unknown, signal: AbortSignal): Promise<unknown> => {
    if (!lambda.has(functionName)) {
      throw new StateError("Lambda.ResourceNotFoundException", `Function not found: ${functionName}`);
    }
    const answer = await translated("Lambda", () => lambda.invoke(functionName, payload, { signal }));
    if (!answer.ok) throw new StateError(answer.error.errorType, JSON.stringify(answer.error));
    return answer.payload ?? null;
  };

  const invokeByApi = async (parameters: unknown, signal: AbortSignal): Promise<unknown> => {
    const { FunctionName, Payload = {}, InvocationType } = parse(InvokeArguments, parameters, "lambda:invoke");
    if (InvocationType === "Event") {
      invoke(FunctionName, Payload, signal).catch(() => undefined); // asynchronous: its failure is nobody's answer
      return { StatusCode: 202, Payload: "" };
    }
    return { ExecutedVersion: "$LATEST", Payload: await invoke(FunctionName, Payload, signal), StatusCode: 200 };
  };

  const putEvents = async (parameters: unknown, context: ExecutionContext): Promise<unknown> => {
    const { Entries } = parse(PutEventsArguments, parameters, "events:putEvents");
    const entries = Entries.map((entry) => ({
      ...entry,
      Detail: typeof entry.Detail === "string" ? entry.Detail : JSON.stringify(entry.Detail ?? {}),
      Resources: [...asArray(entry.Resources), context.Execution.Id, context.StateMachine.Id],
    }));
    const answer = await translated("EventBridge", () => integrations.putEvents(entries));
    const failedCount = PutEventsAnswer.safeParse(answer).data?.FailedEntryCount ?? 0;
    if (failedCount > 0) throw new StateError("EventBridge.FailedEntry", JSON.stringify(answer));
    return answer ?? {};
  };

  return async (resource, parameters, { signal, context }) => {
    const target = parseTaskResource(resource);
    switch (target?.kind) {
      case "function":
        return invoke(target.functionName, parameters, signal);
      case "lambda-invoke":
        return invokeByApi(parameters, signal);
      case "put-events":
        return putEvents(parameters, context);
      case "dynamodb":
        return (await translated("DynamoDB", () => integrations.dynamodb(target.operation, parameters))) ?? {};
      case undefined:
        throw new StateError("States.Runtime", `The resource ${resource} is not supported.`);
    }
  };
}

function parse<T>(schema: z.ZodType<T>, parameters: unknown, call: string): T {
  const parsed = schema.safeParse(parameters);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`).join("; ");
  throw new StateError("States.Runtime", `The arguments of ${call} are not valid: ${issues}`);
}

/** A service's exception as Step Functions names it: `DynamoDB.ConditionalCheckFailedException`. */
async function translated<T>(service: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (!(error instanceof Error)) throw new StateError(`${service}.SdkClientException`, String(error));
    const code = error instanceof AwsError ? error.code : error.name;
    throw new StateError(`${service}.${code === "Error" ? "SdkClientException" : code}`, error.message);
  }
}

function asArray(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}
