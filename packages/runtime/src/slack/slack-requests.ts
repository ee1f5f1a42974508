import { coreError, explainIssues, IntentSlotName } from "@skylane/core";
import type { PickedAnswer, Pressed, PressedIntent } from "@skylane/engine";
import * as z from "zod";

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
});

/** A button that was pressed. @see https://docs.slack.dev/reference/interaction-payloads/block_actions-payload (read 2026-11) */
const Interaction = z.looseObject({
  type: z.literal("block_actions"),
  api_app_id: z.string(),
  team: z.looseObject({ id: z.string() }),
  user: z.looseObject({ id: z.string() }),
  response_url: z.url().optional(),
  // what our own buttons carry: what is ordered of what, and the first 12 characters of the plan's hash
  actions: z.tuple([
    z.union([
      z.looseObject({
        action_id: z.enum(["approve", "reject"]),
        value: z.string().regex(/^ap-[a-z0-9._-]{1,100} [0-9a-f]{12}$/, "must be the value of a button of ours"),
      }),
      z.looseObject({
        action_id: z.enum(["approve", "reject", "undo"]),
        value: z.string().regex(/^in-[a-z0-9-]{1,60} [0-9a-f]{12}$/, "must be the value of a button of ours"),
      }),
      z.looseObject({
        action_id: z.literal("answer"),
        selected_option: z.looseObject({
          value: z.string().regex(/^in-[a-z0-9-]{1,60} [a-z]+ \d{1,2}$/, "must be the value of a choice of ours"),
        }),
      }),
    ]),
  ]),
});

/** What was pressed under what: a move that waits, a plan for connections, or a question about them. */
export type SlackPress =
  | { readonly kind: "move"; readonly pressed: Pressed }
  | { readonly kind: "intent"; readonly pressed: PressedIntent }
  | { readonly kind: "answer"; readonly picked: PickedAnswer };

/** The words behind `/skylane`, and who wrote them. @throws ERR_REQUEST_INVALID */
export function readCommand(form: URLSearchParams): SlackSender & { readonly text: string } {
  const { api_app_id: appId, team_id: teamId, user_id: userId, text } = check(Command, Object.fromEntries(form));
  return { appId, teamId, userId, text };
}

/** The button, who pressed it, and where to answer. @throws ERR_REQUEST_INVALID */
export function readInteraction(
  form: URLSearchParams,
): SlackSender & { readonly press: SlackPress; readonly replyUrl: string | undefined } {
  const { api_app_id: appId, team, user, actions, response_url: replyUrl } = check(Interaction, parse(form));
  return { appId, teamId: team.id, userId: user.id, replyUrl, press: pressOf(actions[0]) };
}

function pressOf(action: z.infer<typeof Interaction>["actions"][0]): SlackPress {
  if (action.action_id === "answer") {
    const [runId = "", slot, choice] = action.selected_option.value.split(" ");
    return { kind: "answer", picked: { runId, slot: check(IntentSlotName, slot), choiceIndex: Number(choice) } };
  }
  const { action_id: verb, value } = action;
  const [id = "", planHash = ""] = value.split(" ");
  if (id.startsWith("in-")) return { kind: "intent", pressed: { verb, runId: id, planHash } };
  return { kind: "move", pressed: { verdict: check(z.enum(["approve", "reject"]), verb), approvalId: id, planHash } };
}

function parse(form: URLSearchParams): unknown {
  try {
    return JSON.parse(form.get("payload") ?? "");
  } catch {
    throw coreError("ERR_REQUEST_INVALID", "payload must be JSON");
  }
}

function check<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw coreError("ERR_REQUEST_INVALID", `the request of Slack does not fit: ${explainIssues(parsed.error)}`);
}
