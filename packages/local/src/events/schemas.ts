import * as z from "zod";
import { AwsError } from "../edge/aws-service.ts";

const name = z.string().regex(/^[\w./-]{1,256}$/, "must be 1-256 letters, digits or . - _ /");
const bus = name.default("default");

/** One entry of PutEvents; `Detail` is JSON text. */
export const PutEventsEntry = z.looseObject({
  EventBusName: z.string().default("default"),
  Source: z.string().min(1),
  DetailType: z.string().min(1),
  Detail: z.string().min(1),
  Time: z.number().optional(),
  Resources: z.array(z.string()).default([]),
});
export const PutEventsInput = z.looseObject({ Entries: z.array(z.unknown()).min(1).max(10) });

export const RuleInput = z.looseObject({
  Name: name,
  EventBusName: bus,
  EventPattern: z.string().max(4096).optional(),
  State: z.enum(["ENABLED", "DISABLED"]).default("ENABLED"),
  Description: z.string().optional(),
});
export type RuleInput = z.infer<typeof RuleInput>;

/** One target of a rule. Defaults of the retry policy are EventBridge's: 24 h and 185 tries. */
export const Target = z.looseObject({
  Id: z.string().min(1),
  Arn: z.string().min(1),
  Input: z.string().optional(),
  InputPath: z.string().optional(),
  InputTransformer: z
    .looseObject({ InputPathsMap: z.record(z.string(), z.string()).default({}), InputTemplate: z.string().min(1) })
    .optional(),
  RetryPolicy: z
    .looseObject({
      MaximumRetryAttempts: z.int().min(0).max(185).default(185),
      MaximumEventAgeInSeconds: z.int().min(60).max(86_400).default(86_400),
    })
    .prefault({}),
});
export type Target = z.infer<typeof Target>;
export const PutTargetsInput = z.looseObject({ Rule: name, EventBusName: bus, Targets: z.array(Target).min(1).max(5) });
export const RemoveTargetsInput = z.looseObject({ Rule: name, EventBusName: bus, Ids: z.array(z.string()).min(1) });
export const OfRule = z.looseObject({ Rule: name, EventBusName: bus });
export const NamedRule = z.looseObject({ Name: name, EventBusName: bus });
export const NamedBus = z.looseObject({ Name: name });
export const OfBus = z.looseObject({ EventBusName: bus });
export const TestPatternInput = z.looseObject({ EventPattern: z.string(), Event: z.string() });
export const ArchiveInput = z.looseObject({
  ArchiveName: name,
  EventSourceArn: z.string().min(1),
  EventPattern: z.string().optional(),
  RetentionDays: z.int().min(0).optional(),
});
export const NamedArchive = z.looseObject({ ArchiveName: name });
export const ReplayInput = z.looseObject({
  ReplayName: name,
  EventSourceArn: z.string().min(1),
  EventStartTime: z.number(),
  EventEndTime: z.number(),
  Destination: z.looseObject({ Arn: z.string().min(1) }),
});
export type ReplayInput = z.infer<typeof ReplayInput>;
export const NamedReplay = z.looseObject({ ReplayName: name });

/** The input of an operation, or AWS's ValidationException that names the field and the rule. */
export function parseInput<T>(schema: z.ZodType<T>, operation: string, body: unknown): T {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map((issue) => `${issue.path.join(".") || "input"}: ${issue.message}`);
  throw new AwsError("ValidationException", `${operation}: ${issues.join("; ")}`);
}
