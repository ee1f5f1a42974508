import * as z from "zod";
import { AwsError } from "../../edge/aws-service.ts";
import { nameOf } from "../arns.ts";

const Name = z.string().regex(/^[\w.-]{1,64}$/, "must be 1 to 64 letters, digits, '.', '-' or '_'");
const BusName = z.string().regex(/^[\w./-]{1,256}$/, "must be 1 to 256 letters, digits, '.', '-', '_' or '/'");
/** A bus by name or ARN; what comes out is the name. */
const BusRef = z.string().min(1).max(1600).default("default").transform(nameOf);
const Arn = z
  .string()
  .regex(/^arn:aws[\w-]*:/, "must be an ARN")
  .max(1600);
const Paging = {
  Limit: z.int().min(1).max(100).default(100),
  NextToken: z.string().max(2048).optional(),
  NamePrefix: z.string().default(""),
};
/** Moments cross the wire as seconds since the epoch, with a fraction. */
const EpochSeconds = z.number().min(0).max(253_402_300_799); // the year 9999
const Tags = z.array(z.object({ Key: z.string(), Value: z.string() })).optional();

/** One target of a rule, as PutTargets takes it. */
export const Target = z.strictObject({
  Id: Name,
  Arn,
  RoleArn: Arn.optional(),
  Input: z.string().max(8192).optional(),
  InputPath: z.string().max(256).optional(),
  InputTransformer: z
    .strictObject({
      InputPathsMap: z.record(z.string().regex(/^[\w-]+$/), z.string().max(256)).default({}),
      InputTemplate: z.string().min(1).max(8192),
    })
    .optional(),
  RetryPolicy: z
    .strictObject({
      MaximumRetryAttempts: z.int().min(0).max(185).default(185),
      MaximumEventAgeInSeconds: z.int().min(60).max(86_400).default(86_400),
    })
    .default({ MaximumRetryAttempts: 185, MaximumEventAgeInSeconds: 86_400 }), // EventBridge's defaults: 24 hours
  DeadLetterConfig: z.strictObject({ Arn: Arn.optional() }).optional(),
});
export type Target = z.infer<typeof Target>;

export const CreateEventBusInput = z.object({ Name: BusName, Description: z.string().max(512).optional(), Tags });
export const NamedBusInput = z.object({ Name: BusRef });
export const ListInput = z.object(Paging);
export const PutRuleInput = z.object({
  Name,
  EventBusName: BusRef,
  EventPattern: z.string().max(4096).optional(),
  ScheduleExpression: z.string().optional(),
  State: z.enum(["ENABLED", "DISABLED"]).default("ENABLED"),
  Description: z.string().max(512).optional(),
  RoleArn: Arn.optional(),
  Tags,
});
export const NamedRuleInput = z.object({ Name, EventBusName: BusRef });
export const ListRulesInput = z.object({ ...Paging, EventBusName: BusRef });
export const ListTargetsInput = z.object({ ...Paging, Rule: Name, EventBusName: BusRef });
export const PutTargetsInput = z.object({ Rule: Name, EventBusName: BusRef, Targets: z.array(Target).min(1).max(100) });
export const RemoveTargetsInput = z.object({ Rule: Name, EventBusName: BusRef, Ids: z.array(Name).min(1).max(100) });
export const TestPatternInput = z.object({ EventPattern: z.string(), Event: z.string() });
/** Entries are looked at one by one: a wrong one does not take the others with it. */
export const PutEventsInput = z.object({
  Entries: z.array(z.looseObject({})).min(1).max(10),
  EndpointId: z.string().optional(),
});
export const PutEventsEntry = z.object({
  Time: EpochSeconds.optional(),
  Source: z.string().min(1).max(256),
  DetailType: z.string().min(1).max(128),
  Detail: z.string().min(1),
  Resources: z.array(z.string().max(2048)).default([]),
  EventBusName: BusRef,
});
const archiveFields = {
  EventPattern: z.string().max(4096).optional(),
  Description: z.string().max(512).optional(),
  RetentionDays: z.int().min(0).optional(),
};
const ArchiveName = z.string().regex(/^[\w.-]{1,48}$/, "must be 1 to 48 letters, digits, '.', '-' or '_'");
export const CreateArchiveInput = z.object({ ArchiveName, EventSourceArn: Arn, ...archiveFields });
export const UpdateArchiveInput = z.object({ ArchiveName, ...archiveFields });
export const NamedArchiveInput = z.object({ ArchiveName });
export const ListArchivesInput = z.object({ ...Paging, EventSourceArn: Arn.optional() });
export const StartReplayInput = z.object({
  ReplayName: Name,
  EventSourceArn: Arn,
  EventStartTime: EpochSeconds,
  EventEndTime: EpochSeconds,
  Description: z.string().max(512).optional(),
  Destination: z.object({ Arn, FilterArns: z.array(Arn).optional() }),
});
export const NamedReplayInput = z.object({ ReplayName: Name });
export const ListReplaysInput = z.object({ ...Paging, State: z.string().optional() });

/** The request in its schema's shape. @throws AwsError ValidationException naming each field and its rule */
export function parseInput<Output>(schema: z.ZodType<Output>, body: unknown): Output {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path, message }) => `${path.join(".") || "request"}: ${message}`);
  throw new AwsError("ValidationException", `${problems.length} validation error(s) detected: ${problems.join("; ")}`);
}
