import * as z from "zod";
import { BuiltRecord } from "../model/built-record.ts";
import { IntentId } from "../model/ids.ts";
import { IntentRequest } from "../model/intent.ts";
import { IntentRun, RunSummary } from "../model/intent-run.ts";
import type { Action } from "../model/person.ts";
import { MadeResource } from "../model/provision-run.ts";

/** `POST /v1/intents:bulk`: requests as they are, or a table of them as text (CSV) or as a workbook (XLSX, base64); exactly one. */
export const IntentBatch = z
  .strictObject({
    intents: z.array(IntentRequest).min(1).max(500).optional(),
    csv: z.string().min(1).max(2_000_000).optional(),
    spreadsheetBase64: z.base64().max(4_000_000).optional(),
    /** True: what would break a rule of policy and can be mended by asking for more is mended, e.g. by encryption. */
    acceptFixes: z.boolean().default(false),
  })
  .refine(
    ({ intents, csv, spreadsheetBase64 }) =>
      [intents, csv, spreadsheetBase64].filter((one) => one !== undefined).length === 1,
    { error: "needs exactly one of intents, csv and spreadsheetBase64" },
  );
export type IntentBatch = z.infer<typeof IntentBatch>;

/** Body of `POST /v1/intents/{id}:approve`, `:reject`, `:cancel` and `:undo`: why, and to approve the plan as it was shown. */
export const IntentOrderBody = z.strictObject({
  /** Twelve characters of its hash, or more. */
  planHash: z.string().min(12).max(64).optional(),
  reason: z.string().min(1).max(500).default("no reason given"),
});
/** What may be ordered of an intent. */
export const IntentVerb = z.enum(["approve", "reject", "cancel", "undo"]);
export type IntentVerb = z.infer<typeof IntentVerb>;

/** Who has asked may take it back; to turn down what somebody else has asked for takes an approver. */
export const intentActions: Readonly<Record<IntentVerb, Action>> = {
  approve: "decide-intent",
  reject: "decide-intent",
  cancel: "ask-intent",
  undo: "undo-intent",
};

/** `{id}:{verb}`, as the last part of a path. */
export const IntentOrderPath = z
  .string()
  .max(100)
  .regex(
    /^in-[a-z0-9-]{1,60}:(approve|reject|cancel|undo)$/,
    "must be an intent and what to do, such as in-20261121-7f3a9c:approve",
  )
  .transform((text) => {
    const [id = "", verb = ""] = text.split(":");
    return { id: IntentId.parse(id), verb: IntentVerb.parse(verb) };
  });

/** An intent with the run it belongs to: all of the plan, and the steps that are ready. */
export const IntentView = z.strictObject({
  run: IntentRun,
  /** Signatures its plan needs; 0 = none by policy, absent = it has no plan. */
  neededSignatureCount: z.int().nonnegative().optional(),
  readyStepIds: z.array(z.string()),
  /** The record of every step that was begun. */
  made: z.array(MadeResource),
  /** What stands of it: owner, cost centre, objects with their costs, who looks after it; absent = nothing stands, or not yet. */
  built: BuiltRecord.optional(),
});
export type IntentView = z.infer<typeof IntentView>;

export const IntentList = z.strictObject({ atMs: z.number(), runs: z.array(RunSummary) });
export type IntentList = z.infer<typeof IntentList>;
