import type { CostRecommendation } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { aRecommendation } from "../../../../../test/support/cost-findings.ts";
import { answerRecommendation } from "../answer/answer-recommendation.ts";
import { trackRecommendations } from "./track-recommendations.ts";

const DAY_MS = 86_400_000;
const RAISED_MS = aRecommendation().raisedAtMs;
const atDay = (day: number): number => RAISED_MS + day * DAY_MS;
const foundAt = (day: number): CostRecommendation => aRecommendation({ raisedAtMs: atDay(day), savingUsd: 30 + day });
const ended = aRecommendation({ status: "ended", endedAtMs: atDay(3) });

describe("engine/cost/check/track-recommendations", () => {
  it("tells what is new, and brings what is open up to date", () => {
    expect(trackRecommendations([], [foundAt(0)], atDay(0))).toEqual({ fresh: [foundAt(0)], changed: [] });
    expect(trackRecommendations([aRecommendation()], [foundAt(1)], atDay(1))).toEqual({
      fresh: [],
      changed: [{ ...foundAt(1), raisedAtMs: RAISED_MS }],
    });
  });

  it("ends what is open and has no grounds any more, once", () => {
    const { fresh, changed } = trackRecommendations([aRecommendation()], [], atDay(3));

    expect(fresh).toEqual([]);
    expect(changed).toEqual([ended]);
    expect(trackRecommendations(changed, [], atDay(4))).toEqual({ fresh: [], changed: [] });
  });

  it("does not end what the look could not see", () => {
    expect(trackRecommendations([aRecommendation()], [], atDay(3), ["zombie-vpn"])).toEqual({ fresh: [], changed: [] });
  });

  it("opens it again when it is found again, and tells it again only after a month", () => {
    expect(trackRecommendations([ended], [foundAt(33)], atDay(33))).toEqual({
      fresh: [],
      changed: [{ ...foundAt(33), raisedAtMs: RAISED_MS }],
    });
    expect(trackRecommendations([ended], [foundAt(34)], atDay(34))).toEqual({ fresh: [foundAt(34)], changed: [] });
  });

  it.each(["accepted", "dismissed", "verified", "not-verified"] as const)(
    "leaves one that is %s as it is",
    (status) => {
      const known = aRecommendation({ status });

      for (const found of [[], [foundAt(9)]])
        expect(trackRecommendations([known], found, atDay(9))).toEqual({ fresh: [], changed: [] });
    },
  );

  it("takes the word of a person who did what has no grounds since", () => {
    const done = answerRecommendation(ended, "done", { doneAtMs: atDay(2), note: "" }, { by: "ops", atMs: atDay(5) });

    expect(done).toMatchObject({ status: "accepted", doneAtMs: atDay(2) });
    expect(done).not.toHaveProperty("endedAtMs");
    expect(trackRecommendations([done], [], atDay(6)).changed).toEqual([]);
  });
});
