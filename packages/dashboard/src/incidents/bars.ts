import type { ShownSpan } from "@skylane/core";
import { cutOff } from "../shell/plain-text.ts";

/** A bar can be seen, however short what it stands for. */
const NARROWEST_PERCENT = 0.6;

/** Where a span is in its trace, in percent of its length; within it always. */
export function barOf(
  { offsetMs, durationMs }: Pick<ShownSpan, "offsetMs" | "durationMs">,
  totalMs: number,
): { readonly leftPercent: number; readonly widthPercent: number } {
  const whole = Math.max(totalMs, 1);
  const leftPercent = Math.min(100 - NARROWEST_PERCENT, (100 * offsetMs) / whole);
  return {
    leftPercent,
    widthPercent: Math.min(100 - leftPercent, Math.max(NARROWEST_PERCENT, (100 * durationMs) / whole)),
  };
}

/** Whom it spoke to, and how it ended. */
export const saidText = ({ said: { server, changeId, end } }: Pick<ShownSpan, "said">): string =>
  [server, changeId, end]
    .filter((part) => part !== "")
    .map((part) => cutOff(part, 60))
    .join(" · ");
