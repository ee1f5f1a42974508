import { ApprovalId, type ChatRequest, coreError, IntentId, IntentSlotName } from "@skylane/core";
import * as z from "zod";
import { check, ReplyUrl } from "./check.ts";
import { readSubmission, type Submission } from "./windows/view-submissions.ts";
import { answerView, confirmView } from "./windows/views.ts";

/** Where a request says it comes from: checked against the configuration before anything is done. */
export interface SlackSender {
  readonly appId: string;
  readonly teamId: string;
  readonly userId: string;
}

/** `/skylane …`. @see https://docs.slack.dev/interactivity/implementing-slash-commands (read 2026-11) */
const Command = z.looseObject({
  api_app_id: z.string(),
  team_id: z.string(),
  user_id: z.string(),
  text: z.string().max(4_000).default(""),
  trigger_id: z.string().max(200).optional(),
  response_url: ReplyUrl.optional(),
});

const Sender = {
  api_app_id: z.string(),
  team: z.looseObject({ id: z.string() }),
  user: z.looseObject({ id: z.string() }),
};
const TriggerId = z.string().max(200);
const Verdict = z.enum(["approve", "reject"]);

/** A button that was pressed. @see https://docs.slack.dev/reference/interaction-payloads/block_actions-payload (read 2026-11) */
const Pressed = z.looseObject({
  ...Sender,
  type: z.literal("block_actions"),
  trigger_id: TriggerId.optional(),
  response_url: ReplyUrl.optional(),
  // what our own buttons carry: what is ordered of what, and the first 12 characters of the plan's hash
  actions: z.tuple([
    z.union([
      z.looseObject({
        action_id: z.enum(["approve", "reject"]),
        value: z.string().regex(/^ap-[a-z0-9._-]{1,100} [0-9a-f]{12}$/, "must be the value of a button of ours"),
      }),
      z.looseObject({
        action_id: z.enum(["approve", "approve-by-name", "reject", "undo"]),
        value: z.string().regex(/^in-[a-z0-9-]{1,60} [0-9a-f]{12}$/, "must be the value of a button of ours"),
      }),
      z.looseObject({
        action_id: z.literal("answer"),
        selected_option: z.looseObject({
          value: z.string().regex(/^in-[a-z0-9-]{1,60} [a-z]+ \d{1,2}$/, "must be the value of a choice of ours"),
        }),
      }),
      z.looseObject({
        action_id: z.literal("say"),
        value: z.string().regex(/^in-[a-z0-9-]{1,60} [a-z]+$/, "must be the value of a button of ours"),
      }),
    ]),
  ]),
});

/** A window that was filled in. @see https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload (read 2026-11) */
const Submitted = z.looseObject({
  ...Sender,
  type: z.literal("view_submission"),
  view: z.looseObject({
    callback_id: z.string(),
    private_metadata: z.string().max(3_000),
    state: z.looseObject({ values: z.record(z.string(), z.record(z.string(), z.looseObject({}))) }),
  }),
});
const Interaction = z.discriminatedUnion("type", [Pressed, Submitted]);

/** Letters somebody types into a list. @see https://docs.slack.dev/reference/interaction-payloads/block_suggestion-payload (read 2026-11) */
const Suggestion = z.looseObject({
  ...Sender,
  type: z.literal("block_suggestion"),
  action_id: z.literal("service"),
  value: z.string().max(300).default(""),
});

/** What follows from a press: an order; a window, and the order there is where it cannot be opened. */
export type AfterPress =
  | { readonly kind: "order"; readonly request: ChatRequest; readonly replyUrl: string | undefined }
  | {
      readonly kind: "open";
      readonly view: object;
      readonly triggerId: string | undefined;
      readonly otherwise: ChatRequest | undefined;
      readonly replyUrl: string | undefined;
    };

/** The words behind `/skylane`, who wrote them, and where to answer. @throws ERR_REQUEST_INVALID */
export function readCommand(form: URLSearchParams) {
  const fields = check(Command, Object.fromEntries(form));
  const { api_app_id: appId, team_id: teamId, user_id: userId, text, trigger_id, response_url } = fields;
  return { appId, teamId, userId, text, triggerId: trigger_id, replyUrl: response_url };
}

/** What was pressed or filled in, and by whom. @throws ERR_REQUEST_INVALID */
export function readInteraction(
  form: URLSearchParams,
  nowIso: string,
): SlackSender & { readonly next: AfterPress | Submission } {
  const payload = check(Interaction, parse(form));
  const sender = { appId: payload.api_app_id, teamId: payload.team.id, userId: payload.user.id };
  if (payload.type === "view_submission") return { ...sender, next: readSubmission(payload.view, nowIso) };
  const { trigger_id: triggerId, response_url: replyUrl } = payload;
  return { ...sender, next: afterPress(payload.actions[0], triggerId, replyUrl) };
}

/** What was typed into a list of services, and by whom. @throws ERR_REQUEST_INVALID */
export function readSuggestion(form: URLSearchParams): SlackSender & { readonly typed: string } {
  const { api_app_id: appId, team, user, value } = check(Suggestion, parse(form));
  return { appId, teamId: team.id, userId: user.id, typed: value };
}

function afterPress(
  action: z.infer<typeof Pressed>["actions"][0],
  triggerId: string | undefined,
  replyUrl: string | undefined,
): AfterPress {
  const order = (request: ChatRequest): AfterPress => ({ kind: "order", request, replyUrl });
  if (action.action_id === "answer") {
    const [run, slot, choice] = action.selected_option.value.split(" ");
    const runId = check(IntentId, run);
    return order({ kind: "pick", runId, slot: check(IntentSlotName, slot), choiceIndex: Number(choice) });
  }
  const { action_id: verb, value } = action;
  const [id = "", second = ""] = value.split(" ");
  if (verb === "say") {
    const asked = { runId: check(IntentId, id), slot: check(IntentSlotName, second), replyUrl };
    return { kind: "open", view: answerView(asked), triggerId, otherwise: undefined, replyUrl };
  }
  if (id.startsWith("ap-"))
    return order({ kind: "move", verdict: check(Verdict, verb), approvalId: check(ApprovalId, id), planHash: second });
  const ordered = {
    verb: verb === "approve-by-name" ? ("approve" as const) : verb,
    runId: check(IntentId, id),
    planHash: second,
  };
  if (verb === "approve" || verb === "reject") return order({ kind: "intent", ...ordered });
  return {
    kind: "open",
    view: confirmView({ ...ordered, replyUrl }),
    triggerId,
    // without a window no name can be typed: the order is refused, and says so
    otherwise: { kind: "intent", ...ordered },
    replyUrl,
  };
}

function parse(form: URLSearchParams): unknown {
  try {
    return JSON.parse(form.get("payload") ?? "");
  } catch {
    throw coreError("ERR_REQUEST_INVALID", "payload must be JSON");
  }
}
