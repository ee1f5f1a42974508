import { coreError, explainIssues } from "@skylane/core";
import type { Pressed } from "@skylane/engine";
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
  actions: z.tuple([
    z.looseObject({
      action_id: z.enum(["approve", "reject"]),
      // what our own button carries: the approval and the first 12 characters of its plan's hash
      value: z.string().regex(/^ap-[a-z0-9._-]{1,100} [0-9a-f]{12}$/, "must be the value of a button of ours"),
    }),
  ]),
});

/** The words behind `/skylane`, and who wrote them. @throws ERR_REQUEST_INVALID */
export function readCommand(form: URLSearchParams): SlackSender & { readonly text: string } {
  const { api_app_id: appId, team_id: teamId, user_id: userId, text } = check(Command, Object.fromEntries(form));
  return { appId, teamId, userId, text };
}

/** The button, who pressed it, and where to answer. @throws ERR_REQUEST_INVALID */
export function readInteraction(
  form: URLSearchParams,
): SlackSender & { readonly pressed: Pressed; readonly replyUrl: string | undefined } {
  const { api_app_id: appId, team, user, actions, response_url: replyUrl } = check(Interaction, parse(form));
  const [{ action_id: verdict, value }] = actions;
  const [approvalId = "", planHash = ""] = value.split(" ");
  return { appId, teamId: team.id, userId: user.id, replyUrl, pressed: { verdict, approvalId, planHash } };
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
