import { randomUUID } from "node:crypto";
import type { DatabaseSync } from "node:sqlite";
import { AwsError } from "../edge/aws-service.ts";
import { type CompiledPattern, matchesPattern } from "../patterns/index.ts";
import { PutEventsEntry, PutEventsInput, parseInput } from "./schemas.ts";
import type { Envelope } from "./transform-input.ts";

/** A rule that is switched on, and the targets behind it. */
export interface LiveRule {
  readonly bus: string;
  readonly name: string;
  readonly pattern: CompiledPattern;
  readonly targetIds: readonly string[];
}

const MAX_BYTES = 1_048_576;

/** Events that were accepted together, and what becomes of them. */
export interface Acceptance {
  readonly answers: readonly Readonly<Record<string, string>>[];
  readonly accepted: readonly { readonly bus: string; readonly envelope: Envelope }[];
}

/** Checks PutEvents entries and makes their envelopes. An entry that is wrong gets its error; the others are accepted. */
export function checkEntries(
  body: unknown,
  account: { readonly regionId: string; readonly accountId: string },
  nowMs: number,
): Acceptance {
  const { Entries } = parseInput(PutEventsInput, "PutEvents", body);
  const sizeBytes = Buffer.byteLength(JSON.stringify(Entries));
  if (sizeBytes > MAX_BYTES)
    throw new AwsError(
      "ValidationException",
      `Total size of the entries in the request is over the limit: ${sizeBytes} of ${MAX_BYTES} bytes.`,
    );
  const accepted: { bus: string; envelope: Envelope }[] = [];
  const answers = Entries.map((raw): Record<string, string> => {
    const entry = PutEventsEntry.safeParse(raw);
    if (!entry.success)
      return malformed(
        "InvalidArgument",
        entry.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`).join("; "),
      );
    const detail = parseDetail(entry.data.Detail);
    if (detail === undefined) return malformed("MalformedDetail", "Detail is malformed: it must be a JSON object.");
    const id = randomUUID();
    const timeMs = entry.data.Time === undefined ? nowMs : entry.data.Time * 1000;
    accepted.push({
      bus: entry.data.EventBusName.split("/").at(-1) ?? "default",
      envelope: {
        version: "0",
        id,
        "detail-type": entry.data.DetailType,
        source: entry.data.Source,
        account: account.accountId,
        time: new Date(timeMs).toISOString().replace(/\.\d{3}Z$/, "Z"),
        region: account.regionId,
        resources: entry.data.Resources,
        detail,
      },
    });
    return { EventId: id };
  });
  return { answers, accepted };
}

const malformed = (ErrorCode: string, ErrorMessage: string): Record<string, string> => ({ ErrorCode, ErrorMessage });

function parseDetail(text: string): object | undefined {
  try {
    const detail: unknown = JSON.parse(text);
    return detail !== null && typeof detail === "object" && !Array.isArray(detail) ? detail : undefined;
  } catch {
    return undefined;
  }
}

/** Writes events and one pending delivery for each target that matches, inside the caller's transaction; answers the deliveries' ids. */
export function storeEvents(
  db: DatabaseSync,
  accepted: Acceptance["accepted"],
  rulesOf: (bus: string) => readonly LiveRule[],
  nowMs: number,
  isArchived = true,
): readonly number[] {
  const insertEvent = db.prepare("INSERT INTO events (bus, accepted_at_ms, envelope) VALUES (?, ?, ?)");
  const insertDelivery = db.prepare(
    "INSERT INTO deliveries (event, bus, rule, target, envelope, created_at_ms, next_at_ms) VALUES (?, ?, ?, ?, ?, ?, ?)",
  );
  const ids: number[] = [];
  for (const { bus, envelope } of accepted) {
    const text = JSON.stringify(envelope);
    const event = isArchived ? Number(insertEvent.run(bus, nowMs, text).lastInsertRowid) : 0;
    for (const rule of rulesOf(bus)) {
      if (!matchesPattern(rule.pattern, envelope)) continue;
      for (const targetId of rule.targetIds)
        ids.push(Number(insertDelivery.run(event, bus, rule.name, targetId, text, nowMs, nowMs).lastInsertRowid));
    }
  }
  return ids;
}
