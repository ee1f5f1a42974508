import { randomUUID } from "node:crypto";
import { AwsError } from "../../edge/aws-service.ts";
import type { Accepted } from "../accept-events.ts";
import type { Account } from "../arns.ts";
import { isoSeconds } from "../envelope.ts";
import { PutEventsEntry, PutEventsInput, parseInput } from "./requests.ts";

const MAX_BYTES = 1_048_576; // 1 MB since 2026-01-29

/** Events that came in one request, and the answer to each. */
export interface CheckedEntries {
  readonly accepted: readonly Accepted[];
  readonly answer: {
    readonly FailedEntryCount: number;
    readonly Entries: readonly Readonly<Record<string, string>>[];
  };
}

/**
 * Checks a PutEvents request and makes the envelopes. An entry that is wrong gets its own error; the others are accepted.
 * @throws AwsError ValidationException if there are none or more than 10 entries, or more than 1 MB
 */
export function checkEntries(
  body: unknown,
  account: Account,
  nowMs: number,
  isServiceSourceAccepted: boolean,
): CheckedEntries {
  const { Entries } = parseInput(PutEventsInput, body);
  const sizeBytes = Entries.reduce((sum, entry) => sum + entryBytes(entry), 0);
  if (sizeBytes > MAX_BYTES)
    throw new AwsError(
      "ValidationException",
      `Total size of the entries in the request is over the limit: ${sizeBytes} of ${MAX_BYTES} bytes.`,
    );
  const accepted: Accepted[] = [];
  const answers = Entries.map((raw): Record<string, string> => {
    const refused = wrongField(raw);
    if (refused) return { ErrorCode: "InvalidArgument", ErrorMessage: refused };
    const entry = PutEventsEntry.parse(raw);
    if (entry.Source.startsWith("aws.") && !isServiceSourceAccepted)
      return { ErrorCode: "NotAuthorizedForSourceException", ErrorMessage: "Not authorized for the source." };
    const detail = jsonObject(entry.Detail);
    if (!detail)
      return { ErrorCode: "MalformedDetail", ErrorMessage: "Detail is malformed: it must be a JSON object." };
    const id = randomUUID();
    const envelope = {
      version: "0" as const,
      id,
      "detail-type": entry.DetailType,
      source: entry.Source,
      account: account.accountId,
      time: isoSeconds(entry.Time === undefined ? nowMs : entry.Time * 1000),
      region: account.region,
      resources: entry.Resources,
      detail,
    };
    accepted.push({ bus: entry.EventBusName, envelope, hops: 0 });
    return { EventId: id };
  });
  return { accepted, answer: { FailedEntryCount: answers.length - accepted.length, Entries: answers } };
}

/** EventBridge's words for an entry that lacks a field or has a wrong one. */
function wrongField(raw: unknown): string | undefined {
  const parsed = PutEventsEntry.safeParse(raw);
  const issue = parsed.error?.issues[0];
  if (!issue) return undefined;
  const field = String(issue.path[0]);
  const isAbsent =
    (raw as Record<string, unknown>)[field] === undefined || (raw as Record<string, unknown>)[field] === "";
  const reason = isAbsent ? `${field} is a required argument.` : issue.message;
  return `Parameter ${field} is not valid. Reason: ${reason}`;
}

/** Size of an entry as EventBridge counts it: 14 bytes for a given time, and the UTF-8 bytes of its texts. */
export function entryBytes(entry: Readonly<Record<string, unknown>>): number {
  const texts = [
    entry.Source,
    entry.DetailType,
    entry.Detail,
    ...(Array.isArray(entry.Resources) ? entry.Resources : []),
  ];
  const textBytes = texts.reduce<number>(
    (sum, text) => sum + (typeof text === "string" ? Buffer.byteLength(text) : 0),
    0,
  );
  return textBytes + (entry.Time === undefined ? 0 : 14);
}

function jsonObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return value !== null && typeof value === "object" && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}
