import type { SpansTaken } from "@skylane/core";
import type { Deps } from "../../deps.ts";
import { readSpans } from "../arrived-spans.ts";
import { counted } from "../call-ends.ts";

/** Takes spans of a request of OTLP, and says which it does not take and why. @throws ERR_REQUEST_INVALID, ERR_SPANS_TOO_LARGE */
export async function takeSpans(
  { spanInbox, clock, log }: Pick<Deps, "spanInbox" | "clock" | "log">,
  body: unknown,
): Promise<SpansTaken> {
  const nowMs = clock.nowMs();
  const { spans, rejectedCount, reasons } = readSpans(body, nowMs);
  const kept = spans.length > 0 ? await spanInbox.put(nowMs, { spans: [...spans], ends: [] }, counted(spans)) : "none";
  if (rejectedCount > 0) log.warn("spans refused", { rejectedCount, reasons });
  log.debug("spans taken", { spanCount: spans.length, kept });
  if (rejectedCount === 0) return {};
  return { partialSuccess: { rejectedSpans: String(rejectedCount), errorMessage: reasons.join("; ") } };
}
