import { coreError, explainIssues } from "@skylane/core";
import * as z from "zod";

/** Where Slack takes an answer to a request, for half an hour. */
export const ReplyUrl = z.url({ protocol: /^https?$/ }).max(1_000);

/** The value in the form of its schema. @throws ERR_REQUEST_INVALID */
export function check<Schema extends z.ZodType>(schema: Schema, value: unknown): z.infer<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw coreError("ERR_REQUEST_INVALID", `the request of Slack does not fit: ${explainIssues(parsed.error)}`);
}
