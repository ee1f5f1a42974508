import { MaintenanceWindow } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { staysOpen } from "./maintenance-window.ts";

const MINUTE_MS = 60_000;
const night = { timeZone: "Europe/Berlin", from: "02:00", to: "04:00" };
const at = (iso: string): number => Date.parse(iso);

describe("engine/failover/drill/maintenance-window", () => {
  it.each([
    ["summer time: 02:00 in Berlin is 00:00 UTC", night, "2026-07-05T00:00:00Z", true],
    ["winter time: it is 01:00 UTC", night, "2026-12-06T00:00:00Z", false],
    ["winter time, in the window", night, "2026-12-06T01:00:00Z", true],
    ["one minute before it opens", night, "2026-12-06T00:59:00Z", false],
    ["so late that the drill would end after it closes", night, "2026-12-06T02:51:00Z", false],
    ["the last moment that leaves time enough", night, "2026-12-06T02:50:00Z", true],
    ["a day that is named", { ...night, days: ["sun"] }, "2026-12-06T01:30:00Z", true],
    ["a day that is not", { ...night, days: ["sat"] }, "2026-12-06T01:30:00Z", false],
    [
      "over midnight, before it",
      { timeZone: "UTC", from: "23:00", to: "02:00", days: ["sat"] },
      "2026-12-05T23:30:00Z",
      true,
    ],
    [
      "over midnight, after it: the day it began counts",
      { timeZone: "UTC", from: "23:00", to: "02:00", days: ["sat"] },
      "2026-12-06T01:00:00Z",
      true,
    ],
    [
      "after midnight of a day that is not named",
      { timeZone: "UTC", from: "23:00", to: "02:00", days: ["sun"] },
      "2026-12-06T01:00:00Z",
      false,
    ],
    [
      "across the date line",
      { timeZone: "Pacific/Auckland", from: "01:00", to: "03:00", days: ["mon"] },
      "2026-12-06T12:30:00Z",
      true,
    ],
    ["the night on which 02:30 does not exist in Berlin", { ...night, to: "02:45" }, "2026-03-29T01:00:00Z", false],
    ["the night on which 02:30 comes twice, the second time", night, "2026-10-25T01:30:00Z", true],
  ] as const)("%s", (_, window, iso, isOpen) => {
    expect(staysOpen(MaintenanceWindow.parse(window), at(iso), 10 * MINUTE_MS)).toBe(isOpen);
  });

  it("a window that closes for a moment within the drill is not open for it", () => {
    const window = MaintenanceWindow.parse({ timeZone: "UTC", from: "02:05", to: "02:00" });

    expect(staysOpen(window, at("2026-12-06T01:55:00Z"), 10 * MINUTE_MS)).toBe(false);
  });

  it("without a window it is always open", () => {
    expect(staysOpen(undefined, 0, MINUTE_MS)).toBe(true);
  });
});
