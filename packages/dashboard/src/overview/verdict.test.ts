import { Overview } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { ago } from "../shell/ago.ts";
import { verdictOf } from "./verdict.ts";

const path = (id: string, state: string, isCarrying = false) => ({
  id,
  groupId: "g",
  connectionId: id,
  vantageId: "v1",
  role: "primary",
  isCarrying,
  state,
  recent: [],
});
const incident = (status: string, more: object = {}) => ({
  id: "fo-g-1",
  groupId: "g",
  status,
  trigger: { kind: "manual", pathId: "dx" },
  fromPathId: "dx",
  toPathId: "vpn",
  openedAtMs: 880_000,
  preImages: [],
  timeline: [],
  ...more,
});
const prediction = (more: object) => ({
  pathId: "dx",
  vantageId: "v1",
  about: "path",
  sinceMs: 900_000,
  probability: 0.9,
  signs: ["drift"],
  ...more,
});
const overview = (more: object = {}) =>
  Overview.parse({
    estate: "small",
    atMs: 1_000_000,
    isStopped: false,
    networks: [],
    connections: [],
    groups: [],
    paths: [path("dx", "up", true), path("vpn", "up")],
    predictions: [],
    flowCount: 3,
    incidents: [],
    ...more,
  });

describe("dashboard/verdict", () => {
  it.each([
    [{}, "good", "All 2 probed paths are up"],
    [{ paths: [path("dx", "down", true), path("vpn", "up")] }, "bad", "dx is down"],
    [{ paths: [path("dx", "up", true), path("vpn", "degraded")] }, "watch", "vpn is degraded"],
    [{ paths: [path("dx", "down", true), path("vpn", "down")] }, "bad", "2 paths are bad"],
    [{ paths: [path("dx", "unknown"), path("vpn", "unknown")] }, "watch", "Nothing has been probed yet"],
    [{ paths: [path("dx", "up", true), path("vpn", "unknown")] }, "watch", "1 of 2 paths are not seen"],
    [{ predictions: [prediction({ dueMs: 2_000_000 })] }, "watch", "dx is likely to get worse"],
    [{ predictions: [prediction({ cameAtMs: 990_000 })] }, "good", "All 2 probed paths are up"],
    [{ incidents: [incident("open")] }, "bad", "dx has failed; moving g to vpn"],
    [{ incidents: [incident("moved")] }, "watch", "g runs on its backup vpn"],
    [{ incidents: [incident("moved"), incident("needs-human")] }, "bad", "g needs a person"],
    [{ incidents: [incident("failed-back")] }, "good", "All 2 probed paths are up"],
  ])("says first what matters most: %j", (more, tone, text) => {
    expect(verdictOf(overview(more))).toMatchObject({ tone, text });
  });

  it("says by how many answers a move was proven", () => {
    const proof = { sentCount: 9, answeredCount: 9, flowIds: [] };

    expect(verdictOf(overview({ incidents: [incident("moved", { proof })] })).detail).toBe(
      "Moved 2 min ago from dx; 9 of 9 proof requests answered.",
    );
  });

  it.each([
    [-5, "0 s"],
    [89_000, "89 s"],
    [90_000, "2 min"],
    [7_200_000, "2 h"],
  ])("writes %d ms as %s", (ms, text) => {
    expect(ago(ms)).toBe(text);
  });
});
