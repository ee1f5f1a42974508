import type { Log } from "@skylane/core";

/** Slack waits three seconds for the whole; the decision itself takes less than one. */
const TIMEOUT_MS = 1_500;
const HOOKS = "https://hooks.slack.com/";

/** Answers a press of a button to its sender alone. What cannot be said is logged: what was decided stands, and is told as an event. */
export async function replyTo(
  url: string | undefined,
  message: object,
  { slackUrl, log }: { readonly slackUrl: string; readonly log: Log },
): Promise<void> {
  if (url === undefined) return;
  if (!url.startsWith(HOOKS) && !url.startsWith(slackUrl)) {
    log.warn("reply refused: the address is not Slack's");
    return;
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
    if (!response.ok) log.warn("reply not taken", { status: response.status });
  } catch (error) {
    log.warn("reply failed", { reason: error instanceof Error ? error.name : "no answer" });
  }
}
