import type { MaintenanceWindow } from "@skylane/core";

const DAYS: readonly string[] = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
const MINUTE_MS = 60_000;

/** True if the window is open now and stays so until a drill of that duration has ended. Without a window it always is. */
export function staysOpen(window: MaintenanceWindow | undefined, nowMs: number, durationMs: number): boolean {
  if (!window) return true;
  const clock = new Intl.DateTimeFormat("en-US", {
    timeZone: window.timeZone,
    weekday: "short",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  // minute by minute, by the wall clock of the place: right over the hour that is skipped or comes twice
  for (let atMs = nowMs; atMs < nowMs + durationMs; atMs += MINUTE_MS) if (!isOpen(window, clock, atMs)) return false;
  return isOpen(window, clock, nowMs + durationMs - 1);
}

function isOpen({ from, to, days }: MaintenanceWindow, clock: Intl.DateTimeFormat, atMs: number): boolean {
  const parts = new Map(clock.formatToParts(atMs).map(({ type, value }) => [type, value]));
  const time = `${parts.get("hour")}:${parts.get("minute")}`;
  const today = DAYS.indexOf(parts.get("weekday")?.toLowerCase() ?? "");
  const begins = (day: number): boolean => !days || days.some((one) => one === DAYS[(day + 7) % 7]);
  if (from < to) return begins(today) && time >= from && time < to;
  return (begins(today) && time >= from) || (begins(today - 1) && time < to);
}
