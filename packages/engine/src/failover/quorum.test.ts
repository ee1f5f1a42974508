import type { PathStateName } from "@skylane/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { aConfig } from "../../../../test/support/builders.ts";
import { fateOfVantages, type SharedFate, voteOn } from "./quorum.ts";
import type { Sighting } from "./sighting.ts";

const fates = new Map<string, SharedFate>([
  ["east-a", ["aws", "us-east-1", "net-a"]],
  ["east-b", ["aws", "us-east-1", "net-b"]],
  ["east-c", ["aws", "us-east-1", "net-b"]],
  ["west", ["aws", "us-west-2", "net-w"]],
  ["azure", ["azure", "eastus", "net-z"]],
  ["dc", ["onprem", "dc1", "net-d"]],
]);
const seen = (states: Readonly<Record<string, PathStateName>>): Sighting[] =>
  Object.entries(states).map(
    ([vantageId, state]) => ({ pathId: "dx", vantageId, state, sinceMs: 0, isClean: false }) as unknown as Sighting,
  );
const vote = (states: Readonly<Record<string, PathStateName>>, ratio = 0.5) => voteOn("dx", seen(states), fates, ratio);

describe("engine/failover/quorum", () => {
  it.each<[string, Readonly<Record<string, PathStateName>>, string]>([
    ["a single vantage decides alone", { dc: "down" }, "down"],
    ["nobody knows", {}, "unknown"],
    ["a blind vantage has no vote", { dc: "unknown", azure: "down" }, "down"],
    ["all of them blind", { dc: "unknown", azure: "unknown" }, "unknown"],
    ["two clouds that differ", { dc: "down", azure: "up" }, "split"],
    ["two of three clouds", { dc: "down", azure: "down", west: "up" }, "down"],
    ["one of three clouds", { dc: "down", azure: "up", west: "up" }, "split"],
    [
      "three of one Region against one of another cloud",
      { "east-a": "down", "east-b": "down", "east-c": "down", azure: "up" },
      "split",
    ],
    [
      "one Region of a cloud against the other and two more clouds",
      { "east-a": "down", west: "up", azure: "down", dc: "down" },
      "down",
    ],
    ["down for one and lossy for the other", { dc: "down", azure: "degraded" }, "degraded"],
    ["nobody objects", { dc: "up", azure: "up" }, "up"],
    ["vantages nobody declared stand alone", { stranger: "down", guest: "down", dc: "up" }, "down"],
  ])("%s", (_, states, state) => {
    expect(vote(states).state).toBe(state);
  });

  it("asks for everybody at a ratio just below one", () => {
    expect(vote({ dc: "down", azure: "down", west: "up" }, 0.99).state).toBe("split");
    expect(vote({ dc: "down", azure: "down", west: "down" }, 0.99).state).toBe("down");
  });

  it("says who sees what, and whether anybody calls it down", () => {
    expect(vote({ dc: "down", azure: "up" })).toEqual({
      state: "split",
      isDownForSome: true,
      says: "dc: down, azure: up",
    });
  });

  it("knows the cloud, the Region and the network of each vantage of a configuration", () => {
    expect([...fateOfVantages(aConfig())]).toEqual([["v1", ["aws", "us-east-1", "cloud-net"]]]);
  });

  it("whatever the vantages of one cloud say, and however many they are, another cloud that sees it well is not outvoted", () => {
    const vantage = fc.record({
      fate: fc.tuple(fc.constant("aws"), fc.constantFrom("r1", "r2"), fc.constantFrom("n1", "n2")),
      state: fc.constantFrom<PathStateName>("unknown", "up", "degraded", "down"),
    });
    fc.assert(
      fc.property(fc.array(vantage, { minLength: 1, maxLength: 12 }), (vantages) => {
        const all = new Map([...fates, ...vantages.map(({ fate }, i): [string, SharedFate] => [`aws-${i}`, fate])]);
        const states = Object.fromEntries(vantages.map(({ state }, i) => [`aws-${i}`, state]));

        expect(["up", "split"]).toContain(voteOn("dx", seen({ ...states, azure: "up" }), all, 0.5).state);
      }),
    );
  });
});
