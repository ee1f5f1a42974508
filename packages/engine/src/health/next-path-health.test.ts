import type { PathHealth, ProbeSample } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { aConfig } from "../../../../test/support/builders.ts";
import { nextPathHealth, unseenPath } from "./next-path-health.ts";

const params = aConfig().thresholds;
type Step = number | "lost" | "blind" | "untimed";

/** The health after these samples, one a second, and every change on the way. */
function after(steps: readonly Step[], from: PathHealth = unseenPath(0)) {
  const changes: string[] = [];
  let health = from;
  steps.forEach((step, i) => {
    const outcome = step === "lost" ? "timeout" : step === "blind" ? "vantage-error" : "ok";
    const sample = {
      pathId: "p",
      vantageId: "v",
      atMs: i * 1_000,
      outcome,
      ...(typeof step === "number" && { rttMs: step }),
    } as ProbeSample;
    const next = nextPathHealth(health, sample, params);
    health = next.health;
    if (next.change) changes.push(`${next.change.from}>${next.change.to}`);
  });
  return { health, changes };
}
const ok = (count: number, rttMs = 10): Step[] => Array.from({ length: count }, () => rttMs);
const lost = (count: number): Step[] => Array.from({ length: count }, () => "lost" as const);

describe("engine/health/next-path-health", () => {
  it("an answer of unknown delay is an answer, and says nothing of delay", () => {
    const untimed = Array.from({ length: 3 }, () => "untimed" as const);
    const { health, changes } = after([...ok(4), ...lost(2), ...untimed, ...lost(3), ...untimed]);

    expect(changes).toEqual(["unknown>up", "up>down", "down>up"]);
    expect(health).toMatchObject({ state: "up", recent: [], learning: [10, 10, 10, 10], successesInRowCount: 3 });
  });

  it.each<[string, readonly Step[], string, readonly string[]]>([
    ["one answer is not yet up", ok(1), "unknown", []],
    ["two answers in a row are up", ok(2), "up", ["unknown>up"]],
    ["two lost in a row are not down", [...ok(5), ...lost(2)], "up", ["unknown>up"]],
    ["three lost in a row are down", [...ok(5), ...lost(3)], "down", ["unknown>up", "up>down"]],
    [
      "lost ones with an answer between are not down",
      [...ok(5), "lost", "lost", 10, "lost", "lost"],
      "up",
      ["unknown>up"],
    ],
    ["a path never seen that loses three is down", lost(3), "down", ["unknown>down"]],
    ["one answer does not end a down", [...ok(5), ...lost(3), ...ok(1)], "down", ["unknown>up", "up>down"]],
    ["two answers end it", [...ok(5), ...lost(3), ...ok(2)], "up", ["unknown>up", "up>down", "down>up"]],
    ["1 lost of 20 is 5 %, not more", [...ok(25), "lost", ...ok(10)], "up", ["unknown>up"]],
    ["2 lost of 20 are more than 5 %", [...ok(25), "lost", 10, "lost"], "degraded", ["unknown>up", "up>degraded"]],
    ["loss is judged on a full window only", [...ok(5), "lost", 10, "lost", 10], "up", ["unknown>up"]],
    [
      "it ends when the lost ones have left the window",
      [...ok(25), "lost", 10, "lost", ...ok(20)],
      "up",
      ["unknown>up", "up>degraded", "degraded>up"],
    ],
    ["a median of twice the baseline is not more than twice", [...ok(20), ...ok(20, 20)], "up", ["unknown>up"]],
    [
      "a median above twice the baseline is degraded",
      [...ok(20), ...ok(11, 21)],
      "degraded",
      ["unknown>up", "up>degraded"],
    ],
    ["a doubling within the floor is not", [...ok(20, 1), ...ok(30, 5)], "up", ["unknown>up"]],
    [
      "a blind vantage makes unknown, never down",
      [...ok(5), "blind", "blind", "blind"],
      "unknown",
      ["unknown>up", "up>unknown"],
    ],
    ["two blind samples change nothing", [...ok(5), "blind", "blind"], "up", ["unknown>up"]],
    ["blind samples do not count as lost ones", [...ok(5), "lost", "lost", "blind", "blind"], "up", ["unknown>up"]],
    [
      "a blind vantage does not bring a down path up",
      [...ok(5), ...lost(3), "blind"],
      "down",
      ["unknown>up", "up>down"],
    ],
  ])("%s", (_, steps, state, changes) => {
    const seen = after(steps);

    expect(seen.health.state).toBe(state);
    expect(seen.changes).toEqual(changes);
  });

  it("freezes the baseline, so that a slow rise is seen and not absorbed", () => {
    const rise = Array.from({ length: 400 }, (_, i) => 10 + i * 0.05);

    const { health } = after([...ok(20), ...rise]);

    expect(health.state).toBe("degraded");
    expect(health.baselineRttMs).toBe(10);
  });

  it("learns no baseline from a path that is down", () => {
    const { health } = after([...lost(3), ...ok(1, 500)]);

    expect(health.learning).toEqual([]);
  });

  it("forgets the losses of an outage once the path is up, or it would be degraded at once", () => {
    const { health } = after([...ok(25), ...lost(10), ...ok(25)]);

    expect(health.state).toBe("up");
  });

  it("says why", () => {
    const before = after([...ok(5), "lost", "lost"]).health;

    const { change } = nextPathHealth(
      before,
      { pathId: "p", vantageId: "v", atMs: 9_000, outcome: "timeout" } as ProbeSample,
      params,
    );

    expect(change?.because).toBe("3 probes in a row unanswered");
  });
});
