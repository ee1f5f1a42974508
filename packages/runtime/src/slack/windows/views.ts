import type { ChatRequest } from "@skylane/core";
import { plain, SLACK_LIMITS } from "../limits.ts";

type Ordered = Extract<ChatRequest, { kind: "intent" }>;
type Said = Extract<ChatRequest, { kind: "say" }>;

/** A window with a button that sends it. What it is about goes with it and comes back with what was filled in. */
export const viewOf = (
  { callbackId, title, submit }: { readonly callbackId: string; readonly title: string; readonly submit: string },
  about: object,
  blocks: readonly object[],
) => ({
  type: "modal",
  callback_id: callbackId,
  title: plain(title, SLACK_LIMITS.viewTitle),
  submit: plain(submit, SLACK_LIMITS.viewButton),
  close: plain("Not now", SLACK_LIMITS.viewButton),
  private_metadata: JSON.stringify(about),
  blocks,
});

/** A line of a form. */
export const inputOf = (
  blockId: string,
  {
    label,
    hint,
    isOptional = false,
  }: { readonly label: string; readonly hint?: string; readonly isOptional?: boolean },
  element: object,
) => ({
  type: "input",
  block_id: blockId,
  optional: isOptional,
  label: plain(label, SLACK_LIMITS.hint),
  ...(hint !== undefined && { hint: plain(hint, SLACK_LIMITS.hint) }),
  element,
});

const WORDS: Readonly<
  Record<"approve" | "undo", { readonly title: string; readonly submit: string; readonly what: string }>
> = {
  approve: {
    title: "Sign the plan",
    submit: "Sign it",
    what: "It is built once as many have signed as its risk asks for.",
  },
  undo: {
    title: "Take away connections",
    submit: "Take them away",
    what: "What was made is taken away; traffic on it ends.",
  },
};

/** Asks for the name of what is approved or undone, typed: nobody does that by a slip of the hand. */
export function confirmView(
  about: Pick<Ordered, "runId" | "planHash"> & {
    readonly verb: Ordered["verb"];
    readonly replyUrl: string | undefined;
  },
): object {
  const { title, submit, what } = WORDS[about.verb === "undo" ? "undo" : "approve"];
  return viewOf({ callbackId: "confirm", title, submit }, about, [
    { type: "section", text: plain(`${about.runId}, plan ${about.planHash}. ${what}`, SLACK_LIMITS.section) },
    inputOf(
      "name",
      { label: "Type its name", hint: `Exactly: ${about.runId}` },
      { type: "plain_text_input", action_id: "value", max_length: 100 },
    ),
  ]);
}

/** Takes an answer in words. */
export const answerView = (about: Pick<Said, "runId" | "slot"> & { readonly replyUrl: string | undefined }): object =>
  viewOf({ callbackId: "say", title: "Answer", submit: "Send" }, about, [
    inputOf(
      "answer",
      {
        label: `What is the ${about.slot}?`,
        hint: `The question and an example are in the message of ${about.runId}.`,
      },
      { type: "plain_text_input", action_id: "value", max_length: 600 },
    ),
  ]);
