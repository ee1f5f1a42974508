import type { SloAlertState, SloSeverity } from "@skylane/core";

/** What people are told after a look: that a budget burns, or no more; of which severity, and since when. */
export interface SloNews {
  readonly told: "exceeded" | "recovered";
  readonly severity: SloSeverity;
  readonly sinceMs: number;
}

/**
 * One alert from when a rule holds until none of its severity does; pure. A ticket becomes a page once. What is left of a page
 * holds the slower rules for hours: nobody is told of that.
 */
export function nextAlert(
  before: SloAlertState = { isTicketKnown: false },
  held: ReadonlySet<SloSeverity>,
  nowMs: number,
): { readonly state: SloAlertState; readonly news?: SloNews } {
  const { burning } = before;
  if (held.has("page")) {
    if (burning?.severity === "page") return { state: before };
    return begun("page", nowMs);
  }
  const isTicketHeld = held.has("ticket");
  if (burning?.severity === "page" || (burning && !isTicketHeld))
    return { state: { isTicketKnown: isTicketHeld }, news: { told: "recovered", ...burning } };
  if (isTicketHeld && !burning && !before.isTicketKnown) return begun("ticket", nowMs);
  return { state: { ...before, isTicketKnown: isTicketHeld } };
}

const begun = (severity: SloSeverity, sinceMs: number) => ({
  state: { burning: { severity, sinceMs }, isTicketKnown: true },
  news: { told: "exceeded" as const, severity, sinceMs },
});
