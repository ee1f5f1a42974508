import { describe, expect, it } from "vitest";
import { bundleMark, cloudName, counted, moment, rate, usd, volume, worstOf } from "./words.ts";

const links = (...states: ("up" | "degraded" | "down" | "unknown")[]) => states.map((status) => ({ status }));

describe("dashboard/explore/words", () => {
  it.each([
    [links("up"), ""],
    [links("up", "up", "up"), "3"],
    [links("down"), "down"],
    [links("unknown", "unknown"), "2 unknown"],
    [links("up", "down", "up", "degraded"), "4 · 1 down · 1 degraded"],
  ])("marks %j as %j, so that colour is never alone", (connections, mark) => {
    expect(bundleMark(connections)).toBe(mark);
  });

  it("takes the worst state for a bundle, and unknown for none", () => {
    expect([worstOf(["up", "degraded", "down"]), worstOf(["up", "unknown"]), worstOf([])]).toEqual([
      "down",
      "unknown",
      "unknown",
    ]);
  });

  it("writes money, rates, volumes and times as people do", () => {
    expect([usd(1748), usd(36.5), usd(0)]).toEqual(["$1,748", "$36.5", "$0"]);
    expect([rate(500), rate(1_250), rate(100_000)]).toEqual(["500 Mbps", "1.25 Gbps", "100 Gbps"]);
    expect([volume(0), volume(15_820_000_000_000), volume(999)]).toEqual(["0 B", "15.8 TB", "999 B"]);
    expect([moment(Date.UTC(2026, 10, 21, 7, 25)), moment(Number.NaN)]).toEqual(["2026-11-21 07:25 UTC", "–"]);
    expect([counted(1, "network"), counted(1_200, "network")]).toEqual(["1 network", "1,200 networks"]);
  });

  it("names a cloud it does not know by its id, made plain", () => {
    expect([cloudName("gcp"), cloudName("new\u202ecloud")]).toEqual(["Google Cloud", "new\\u{202e}cloud"]);
  });
});
