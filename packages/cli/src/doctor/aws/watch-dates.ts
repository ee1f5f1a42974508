import type { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import type { DateSight } from "../date-sight.ts";

/** Reads the Date header of the answers to a call; what it answers gives the last of them. @throws Error if there was none */
export function watchDates(command: GetCallerIdentityCommand, nowMs: () => number): () => DateSight {
  let last: DateSight | undefined;
  command.middlewareStack.add(
    (next) => async (args) => {
      const askedAtMs = nowMs();
      const result = await next(args);
      const { headers = {} } = result.response as { headers?: Readonly<Record<string, string>> };
      const dateMs = Date.parse(headers.date ?? "");
      if (!Number.isNaN(dateMs)) last = { dateMs, askedAtMs, answeredAtMs: nowMs() };
      return result;
    },
    { step: "deserialize", priority: "low" },
  );
  return () => {
    if (last) return last;
    throw new Error("AWS answers without a Date header");
  };
}
