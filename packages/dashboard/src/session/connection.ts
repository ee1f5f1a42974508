/** Whether the API answers; while it does not, since when, and when it is asked again. */
export type Connection =
  | { readonly kind: "fine"; readonly answeredAtMs: number }
  | { readonly kind: "lost"; readonly sinceMs: number; readonly failureCount: number; readonly nextTryAtMs: number };

/** What became of one request: any answer is one, a refusal too. */
export type Tried = { readonly kind: "answered" | "failed"; readonly startedAtMs: number; readonly atMs: number };

const FIRST_PAUSE_MS = 1_000;
const MAX_PAUSE_MS = 15_000;

/** How long to wait after so many failures in a row: twice as long each time. */
export const pauseMs = (failureCount: number): number =>
  Math.min(FIRST_PAUSE_MS * 2 ** Math.max(0, failureCount - 1), MAX_PAUSE_MS);

/**
 * The connection after a request; pure. One that failed while another was answered is slow by itself, and says nothing of the
 * connection.
 */
export function nextConnection(now: Connection, { kind, startedAtMs, atMs }: Tried): Connection {
  if (kind === "answered") return { kind: "fine", answeredAtMs: atMs };
  if (now.kind === "fine") {
    if (now.answeredAtMs >= startedAtMs) return now;
    return { kind: "lost", sinceMs: atMs, failureCount: 1, nextTryAtMs: atMs + pauseMs(1) };
  }
  // of many that were under way when it was lost, none counts again
  if (startedAtMs < now.nextTryAtMs - pauseMs(now.failureCount)) return now;
  const failureCount = now.failureCount + 1;
  return { ...now, failureCount, nextTryAtMs: atMs + pauseMs(failureCount) };
}
