import * as z from "zod";
import { AwsError } from "../../edge/aws-service.ts";
import { MAX_PAYLOAD_BYTES } from "../interpreter/run.ts";

// Unknown fields are let through: newer SDKs send more than this service reads.
const machineArn = z.string().regex(/^arn:aws:states:[^:]*:\d{12}:stateMachine:[^:]+$/, "is not a state machine ARN");
const executionArn = z.string().regex(/^arn:aws:states:[^:]*:\d{12}:execution:[^:]+:[^:]+$/, "is not an execution ARN");
const page = {
  maxResults: z.int().min(0).max(1_000).optional(),
  nextToken: z.string().min(1).max(1_024).optional(),
};
const reason = { error: z.string().max(256).optional(), cause: z.string().max(32_768).optional() };
const taskToken = z.string().min(1).max(2_048);
const roleArn = z.string().min(1).max(256);
const MAX_DEFINITION_BYTES = 1_048_576;
const definition = z.string().min(1).max(MAX_DEFINITION_BYTES);

export const CreateStateMachineRequest = z.object({
  name: z.string(),
  definition,
  roleArn,
  type: z.literal("STANDARD", { error: "must be STANDARD: express workflows are not available here" }).optional(),
});
export const UpdateStateMachineRequest = z.object({
  stateMachineArn: machineArn,
  definition: definition.optional(),
  roleArn: roleArn.optional(),
});
export const StateMachineRequest = z.object({ stateMachineArn: machineArn });
export const ListStateMachinesRequest = z.object(page);
export const StartExecutionRequest = z.object({
  stateMachineArn: machineArn,
  name: z.string().optional(),
  input: z.string().optional(),
});
export const ExecutionRequest = z.object({ executionArn });
export const GetExecutionHistoryRequest = z.object({
  executionArn,
  ...page,
  reverseOrder: z.boolean().optional(),
});
export const ListExecutionsRequest = z.object({
  stateMachineArn: machineArn,
  statusFilter: z.enum(["RUNNING", "SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED"]).optional(),
  ...page,
});
export const StopExecutionRequest = z.object({ executionArn, ...reason });
export const SendTaskSuccessRequest = z.object({ taskToken, output: z.string() });
export const SendTaskFailureRequest = z.object({ taskToken, ...reason });
export const SendTaskHeartbeatRequest = z.object({ taskToken });

/** The request of one operation. @throws AwsError InvalidArn or ValidationException naming the field */
export function parseRequest<T>(schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body ?? {});
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const field = issue?.path.join(".") ?? "";
  const isArn = /^(stateMachineArn|executionArn)$/.test(field) && issue?.code === "invalid_format";
  throw new AwsError(isArn ? "InvalidArn" : "ValidationException", `${field}: ${issue?.message}`);
}

/**
 * A name for a state machine or an execution: 1 to 80 characters, no white space, brackets, wildcards or control characters.
 * @throws AwsError InvalidName
 */
export function checkName(name: string): string {
  if (/^[^\s<>{}[\]?*"#%\\^|~`$&,;:/\p{Cc}]{1,80}$/u.test(name)) return name;
  throw new AwsError(
    "InvalidName",
    `Invalid Name: '${name}'. Use 1 to 80 characters without white space, brackets, wildcards and any of " # % \\ ^ | ~ \` $ & , ; : /`,
  );
}

/** JSON text of at most 256 KiB, as given. @throws AwsError with the given code */
export function checkJson(text: string, code: "InvalidExecutionInput" | "InvalidOutput"): string {
  if (Buffer.byteLength(text) > MAX_PAYLOAD_BYTES) {
    throw new AwsError(code, `the JSON is larger than ${MAX_PAYLOAD_BYTES} bytes; pass an id instead of the document`);
  }
  try {
    JSON.parse(text);
    return text;
  } catch (error) {
    throw new AwsError(code, `not valid JSON: ${(error as Error).message}`);
  }
}

const PageToken = z.tuple([z.string(), z.union([z.string(), z.number()])]);

/** Where a listing goes on; `list` binds the token to its listing. @throws AwsError InvalidToken */
export function readPageToken<T extends string | number>(list: string, token: string | undefined, first: T): T {
  if (token === undefined) return first;
  try {
    const [boundTo, position] = PageToken.parse(JSON.parse(Buffer.from(token, "base64url").toString()));
    if (boundTo === list && typeof position === typeof first) return position as T;
  } catch {
    // said below
  }
  throw new AwsError("InvalidToken", "nextToken: it does not belong to this listing; start again without it");
}

export function pageToken(list: string, position: string | number): string {
  return Buffer.from(JSON.stringify([list, position])).toString("base64url");
}
