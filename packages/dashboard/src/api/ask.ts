import { ErrorBody } from "@skylane/core";
import { session } from "../session/index.ts";

const PATIENCE_MS = 5_000;

/** Asks the API, and gives back its answer as it came. @throws Error in words for a person */
export async function ask(method: string, path: string, body?: unknown, patienceMs = PATIENCE_MS): Promise<unknown> {
  const response = await session
    .send(path, {
      method,
      ...(body !== undefined && { headers: { "content-type": "application/json" }, body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(patienceMs),
    })
    .catch((error: unknown) => {
      throw error instanceof DOMException && error.name === "TimeoutError"
        ? new Error(`Skylane did not answer in ${patienceMs / 1_000} seconds; it is asked again.`)
        : error;
    });
  const answer: unknown = await response.json().catch(() => ({}));
  if (response.ok) return answer;
  const known = ErrorBody.safeParse(answer);
  throw new Error(known.success ? known.data.error.message : `The API answered ${response.status}.`);
}
