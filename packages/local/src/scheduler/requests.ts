import * as z from "zod";
import { AwsError } from "../edge/aws-service.ts";

const EpochSeconds = z.number().min(0).max(253_402_300_799); // the year 9999

const RetryPolicy = z.object({
  MaximumEventAgeInSeconds: z.int().min(60).max(86_400).optional(),
  MaximumRetryAttempts: z.int().min(0).max(185).optional(),
});

/** A schedule as CreateSchedule and UpdateSchedule take it. */
export const ScheduleBody = z.looseObject({
  ScheduleExpression: z.string().min(1).max(256),
  ScheduleExpressionTimezone: z.string().min(1).max(50).default("UTC"),
  FlexibleTimeWindow: z.looseObject({ Mode: z.enum(["OFF", "FLEXIBLE"]) }),
  GroupName: z.literal("default", "there is only the group default here").default("default"),
  State: z.enum(["ENABLED", "DISABLED"]).default("ENABLED"),
  Description: z.string().max(512).optional(),
  StartDate: EpochSeconds.optional(),
  EndDate: EpochSeconds.optional(),
  ActionAfterCompletion: z.enum(["NONE", "DELETE"]).default("NONE"),
  Target: z.looseObject({
    Arn: z.string().regex(/^arn:aws/, "must be an ARN"),
    RoleArn: z.string().optional(),
    Input: z.string().optional(),
    RetryPolicy: RetryPolicy.optional(),
  }),
});
export type ScheduleBody = z.infer<typeof ScheduleBody>;

/** @throws AwsError ValidationException naming each field and its rule */
export function parseSchedule(name: string, body: unknown): ScheduleBody {
  if (!/^[\w.-]{1,64}$/.test(name))
    throw new AwsError("ValidationException", `Name ${name} must be 1 to 64 letters, digits, '.', '-' or '_'.`);
  const parsed = ScheduleBody.safeParse(body);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
  throw new AwsError("ValidationException", `${problems.length} validation error(s) detected: ${problems.join("; ")}`);
}

/** How long and how often a firing is tried. */
export interface Patience {
  readonly maxAgeMs: number;
  readonly maxRetries: number;
}

/** AWS's defaults are a day and 185 tries. Who wants no retry wants no late firing either: its slot is stale after a minute. */
export function patienceOf({ Target }: ScheduleBody): Patience {
  const { MaximumRetryAttempts: maxRetries = 185, MaximumEventAgeInSeconds } = Target.RetryPolicy ?? {};
  return { maxRetries, maxAgeMs: (MaximumEventAgeInSeconds ?? (maxRetries === 0 ? 60 : 86_400)) * 1000 };
}
