import * as z from "zod";

/** Slack waits three seconds for the whole. */
const TIMEOUT_MS = 1_500;
const Opened = z.looseObject({ ok: z.boolean(), error: z.string().max(200).optional() });

/**
 * Opens a window for who has pressed or ordered something, by what Slack gave for that, which is good for three seconds and once;
 * so it is not tried twice. Answers why it could not; never throws, never repeats the token.
 * @see https://docs.slack.dev/reference/methods/views.open (read 2026-11)
 */
export async function openView(
  { slackUrl, token }: { readonly slackUrl: string; readonly token: string },
  triggerId: string,
  view: object,
): Promise<{ readonly isOpen: true } | { readonly isOpen: false; readonly reason: string }> {
  try {
    const response = await fetch(`${slackUrl}views.open`, {
      method: "POST",
      headers: { "content-type": "application/json; charset=utf-8", authorization: `Bearer ${token}` },
      body: JSON.stringify({ trigger_id: triggerId, view }),
      redirect: "error",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const text = await response.text();
    if (!response.ok) return { isOpen: false, reason: `answered ${response.status}` };
    const { ok, error = "refused" } = Opened.parse(JSON.parse(text));
    return ok ? { isOpen: true } : { isOpen: false, reason: error };
  } catch (error) {
    return { isOpen: false, reason: error instanceof Error ? error.name : "no answer" };
  }
}
