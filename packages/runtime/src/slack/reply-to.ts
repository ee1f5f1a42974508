import type { Log } from "@skylane/core";

const TIMEOUT_MS = 5_000;
const HOOKS = "https://hooks.slack.com/";

/** What became of an answer. `refused` = the address does not take it, now or later: it is old, used up, or not Slack's. */
export type Reply = "said" | "refused" | "no-answer";

/** Answers an order to its sender alone, at the address that Slack gave for it. Never throws. */
export async function replyTo(
  url: string,
  message: object,
  { slackUrl, log }: { readonly slackUrl: string; readonly log: Log },
): Promise<Reply> {
  if (!url.startsWith(HOOKS) && !url.startsWith(slackUrl)) {
    log.warn("reply refused: the address is not Slack's");
    return "refused";
  }
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ response_type: "ephemeral", replace_original: false, ...message }),
      redirect: "error",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    await response.arrayBuffer();
    if (response.ok) return "said";
    log.warn("reply not taken", { status: response.status });
    return response.status < 500 && response.status !== 429 ? "refused" : "no-answer";
  } catch (error) {
    log.warn("reply failed", { reason: error instanceof Error ? error.name : "no answer" });
    return "no-answer";
  }
}
