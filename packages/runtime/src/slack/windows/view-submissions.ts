import { type ChatRequest, coreError, IntentId, IntentSlotName } from "@skylane/core";
import * as z from "zod";
import { jsonOf } from "../../json-of.ts";
import { check, ReplyUrl } from "../check.ts";
import { readConnectionForm } from "./read-connection-form.ts";

/** What follows from a window that was filled in: an order, or what is to be corrected, by line. */
export type Submission =
  | { readonly kind: "order"; readonly request: ChatRequest; readonly replyUrl: string | undefined }
  | { readonly kind: "correct"; readonly errors: Readonly<Record<string, string>> };

interface SubmittedView {
  readonly callback_id: string;
  readonly private_metadata: string;
  readonly state: { readonly values: Readonly<Record<string, Readonly<Record<string, object>>>> };
}

// what our own windows carry
const replyUrl = ReplyUrl.optional();
const Confirm = z.strictObject({
  verb: z.enum(["approve", "undo"]),
  runId: IntentId,
  planHash: z.string().regex(/^[0-9a-f]{12}$/),
  replyUrl,
});
const Say = z.strictObject({ runId: IntentId, slot: IntentSlotName, replyUrl });
const Connect = z.strictObject({ replyUrl });

/** @throws ERR_REQUEST_INVALID if it is no window of ours */
export function readSubmission({ callback_id, private_metadata, state }: SubmittedView, nowIso: string): Submission {
  const about = jsonOf(private_metadata);
  const values = valuesOf(state.values);
  const text = (line: string): string => (typeof values[line] === "string" ? values[line] : "");
  switch (callback_id) {
    case "confirm": {
      const { replyUrl: url, ...ordered } = check(Confirm, about);
      const typedName = text("name");
      if (typedName !== ordered.runId) return { kind: "correct", errors: { name: `must be exactly ${ordered.runId}` } };
      return { kind: "order", request: { kind: "intent", ...ordered, typedName }, replyUrl: url };
    }
    case "say": {
      const { replyUrl: url, ...asked } = check(Say, about);
      const answer = text("answer").trim().slice(0, 600);
      if (answer === "") return { kind: "correct", errors: { answer: "is empty" } };
      return { kind: "order", request: { kind: "say", ...asked, answer }, replyUrl: url };
    }
    case "connect": {
      const { replyUrl: url } = check(Connect, about);
      const reading = readConnectionForm(values, nowIso);
      if (reading.kind === "wrong") return { kind: "correct", errors: reading.errors };
      return { kind: "order", request: { kind: "form", form: reading.form }, replyUrl: url };
    }
    default:
      throw coreError("ERR_REQUEST_INVALID", "the window is none of ours");
  }
}

const Option = z.looseObject({ value: z.string().max(150) });
/** The one element of a line, whichever it is; what is empty is null there, or absent. */
const Element = z.looseObject({
  value: z.string().max(3_000).nullish(),
  selected_date: z.string().max(10).nullish(),
  selected_option: Option.nullish(),
  selected_options: z.array(Option).max(100).nullish(),
});

/** What is filled in, by line; lines that are left empty are not there. */
function valuesOf(lines: SubmittedView["state"]["values"]): Readonly<Record<string, string | readonly string[]>> {
  return Object.fromEntries(
    Object.entries(lines).flatMap(([line, elements]) => {
      const [raw] = Object.values(elements);
      const { value, selected_date, selected_option, selected_options } = check(Element, raw ?? {});
      const filled = selected_options?.map((one) => one.value) ?? selected_option?.value ?? selected_date ?? value;
      return filled === undefined || filled === null || filled === "" ? [] : [[line, filled]];
    }),
  );
}
