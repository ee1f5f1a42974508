import { type SkylaneConfig, SkylaneError } from "@skylane/core";
import { type Deps, peopleError } from "@skylane/engine";
import * as z from "zod";
import type { Secrets } from "../secrets/secrets.ts";
import { isSigned, orderIdOf, replayKey } from "./is-signed.ts";
import type { SlackSender } from "./slack-requests.ts";

/** The part of an API Gateway v2 event that is needed; the body as it came, for it is what is signed. */
const HttpEvent = z.looseObject({
  headers: z.record(z.string(), z.string()).default({}),
  body: z.string().default(""),
  isBase64Encoded: z.boolean().default(false),
});

const MAX_BODY_BYTES = 65_536;
/** Twice the window of the signature. */
const REPLAY_MS = 600_000;

/** What a request is checked with. */
export interface SlackDoor extends Pick<Deps, "config" | "clock" | "once" | "log"> {
  readonly secrets: Secrets;
}

/** How one kind of request is read, and answered right away. */
export interface SlackRoute<Request extends SlackSender> {
  readonly read: (form: URLSearchParams) => Request;
  /** Puts away what takes time, under an id that this very request always has. Answers what Slack is told, if anything. */
  readonly answer: (request: Request, orderId: string) => Promise<object | undefined>;
}

/**
 * Answers a request in Slack's name within its three seconds: signed by it, of now, of our workspace and app, and for the first
 * time; anything else is refused before it is read.
 */
export async function answerSlack<Request extends SlackSender>(
  deps: SlackDoor,
  raw: unknown,
  route: SlackRoute<Request>,
) {
  const event = HttpEvent.parse(raw);
  const body = Buffer.from(event.body, event.isBase64Encoded ? "base64" : "utf8");
  const headers = new Headers(event.headers);
  const signature = headers.get("x-slack-signature") ?? "";
  const timestamp = headers.get("x-slack-request-timestamp") ?? "";
  const { slack } = deps.config.alerts;
  const isTrue =
    body.length <= MAX_BODY_BYTES &&
    isSigned(body, { signature, timestamp }, await signingSecrets(slack, deps.secrets), deps.clock.nowMs());
  if (!isTrue) return refused(deps, "not signed by Slack, or not now");
  if (!(await deps.once.claim(replayKey(signature), REPLAY_MS))) {
    deps.log.warn("request of Slack came twice");
    return answer(200);
  }
  try {
    const request = route.read(new URLSearchParams(body.toString("utf8")));
    if (request.appId !== slack?.appId || request.teamId !== slack.teamId)
      return refused(deps, "from another app or workspace");
    return answer(200, await route.answer(request, orderIdOf(signature)));
  } catch (error) {
    const kind = error instanceof SkylaneError ? error.kind : "internal";
    if (kind === "invalid" || kind === "denied") {
      deps.log.warn("request of Slack not taken", { error });
      return answer(kind === "invalid" ? 400 : 403);
    }
    deps.log.error("request of Slack failed", { error });
    return answer(500);
  }
}

/** Two while the secret is changed: the present one and the one before. */
async function signingSecrets(slack: SkylaneConfig["alerts"]["slack"], secrets: Secrets): Promise<readonly string[]> {
  const name = slack?.signingSecret;
  if (name === undefined) return [];
  const both = await Promise.all([secrets(name), secrets(`${name}-previous`)]);
  return both.filter((one) => one !== undefined && one !== "") as string[];
}

function refused({ log }: SlackDoor, because: string) {
  const { code, message } = peopleError("ERR_SIGNATURE_INVALID", "the request is not Slack's, or not ours to answer");
  log.warn("request in Slack's name refused", { because });
  return answer(401, { error: { code, message } });
}

const answer = (statusCode: number, body?: object) => ({
  statusCode,
  headers: { "content-type": "application/json", "cache-control": "no-store" },
  body: body === undefined ? "" : JSON.stringify(body),
});
