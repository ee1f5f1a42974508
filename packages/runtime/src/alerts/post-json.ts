/** What became of a POST that was tried a few times. */
export type PostResult = { readonly isAccepted: true } | { readonly isAccepted: false; readonly reason: string };

const MAX_TRIES = 3;
const TIMEOUT_MS = 5_000;

/** Posts JSON; tries again on no answer, 429 and 5xx, not on what the other side refused. Never throws. */
export async function postJson(url: string, body: unknown, pause: (ms: number) => Promise<void>): Promise<PostResult> {
  let reason = "";
  for (let attempt = 0; attempt < MAX_TRIES; attempt += 1) {
    if (attempt > 0) await pause(500 * 2 ** attempt);
    try {
      const response = await fetch(url, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      await response.arrayBuffer();
      if (response.ok) return { isAccepted: true };
      reason = `answered ${response.status}`;
      if (response.status < 500 && response.status !== 429) break;
    } catch (error) {
      reason = error instanceof Error ? error.name : "no answer"; // never the message: it may hold the URL, which is a secret
    }
  }
  return { isAccepted: false, reason };
}
