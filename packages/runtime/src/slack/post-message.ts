import * as z from "zod";

/** What became of a message; `ts` is what answers to it name. */
export type PostedMessage = { readonly ts: string } | { readonly reason: string };

const Posted = z.discriminatedUnion("ok", [
  z.looseObject({ ok: z.literal(true), ts: z.string().regex(/^\d+\.\d+$/) }),
  z.looseObject({ ok: z.literal(false), error: z.string().max(200) }),
]);
const MAX_TRIES = 3;
const MAX_WAIT_MS = 10_000;
const TIMEOUT_MS = 5_000;

/**
 * Posts a message as the bot. Waits as long as Slack asks for when it is rate-limited, and tries again on no answer; what Slack
 * refuses it refuses for good, with a word that says why. Never throws, never repeats the token.
 * @see https://docs.slack.dev/reference/methods/chat.postmessage (read 2026-11)
 */
export async function postMessage(
  { slackUrl, token }: { readonly slackUrl: string; readonly token: string },
  message: object,
  pause: (ms: number) => Promise<void>,
): Promise<PostedMessage> {
  let reason = "";
  let waitMs = 0;
  for (let attempt = 0; attempt < MAX_TRIES; attempt += 1) {
    if (attempt > 0) await pause(waitMs);
    waitMs = 1_000 * 2 ** attempt;
    try {
      const response = await fetch(`${slackUrl}chat.postMessage`, {
        method: "POST",
        headers: { "content-type": "application/json; charset=utf-8", authorization: `Bearer ${token}` },
        body: JSON.stringify(message),
        redirect: "error",
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      const text = await response.text();
      if (response.ok) {
        const posted = Posted.parse(JSON.parse(text));
        return posted.ok ? { ts: posted.ts } : { reason: posted.error };
      }
      reason = `answered ${response.status}`;
      if (response.status === 429)
        waitMs = Math.min(MAX_WAIT_MS, Number(response.headers.get("retry-after")) * 1_000 || waitMs);
      else if (response.status < 500) break;
    } catch (error) {
      reason = error instanceof Error ? error.name : "no answer";
    }
  }
  return { reason };
}
