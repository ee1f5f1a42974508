import type { TopologyConnection } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { vpn } from "../../../../../test/support/path-choices.ts";
import type { Candidate } from "../candidates/candidate.ts";
import { withoutDetours } from "./without-detours.ts";

const way = (rttMs: number | undefined, ...links: readonly TopologyConnection[]): Candidate =>
  ({
    id: links.map(({ id }) => id).join(" > "),
    rttMs,
    hops: links.map((connection) => ({ connection })),
  }) as unknown as Candidate;
const link = (id: string): TopologyConnection => ({
  ...vpn({ id }),
  ends: [
    { at: "a", networkKeys: [] },
    { at: "b", networkKeys: [] },
  ],
});
const [near, second, far, farther] = ["near", "second", "far", "farther"].map(link) as [
  TopologyConnection,
  TopologyConnection,
  TopologyConnection,
  TopologyConnection,
];
const kept = (...candidates: readonly Candidate[]) => withoutDetours(candidates, new Map()).map(({ id }) => id);

describe("engine/paths/plan/without-detours", () => {
  it("drops a way over another continent where there are near ones", () => {
    expect(kept(way(10, near), way(12, second), way(150, far))).toEqual(["near", "second"]);
  });

  it("keeps the fastest detour where nothing else survives a failure", () => {
    expect(kept(way(10, near), way(180, farther), way(150, far))).toEqual(["near", "far"]);
  });

  it("does not call a few milliseconds a detour, however many times as long they are", () => {
    expect(kept(way(1, near), way(2, second), way(30, far))).toEqual(["near", "second", "far"]);
  });

  it("keeps ways whose latency nobody knows", () => {
    expect(kept(way(10, near), way(12, second), way(undefined, far))).toEqual(["near", "second", "far"]);
  });
});
