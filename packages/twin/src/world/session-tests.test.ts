import { describe, expect, it } from "vitest";
import { seededRandom } from "../../../../test/support/seeded-random.ts";
import { smallEstate } from "../../../../test/support/small-estate.ts";
import { createWorld } from "./world.ts";

function aWorld() {
  let nowMs = 0;
  const timers: { atMs: number; run: () => void }[] = [];
  const after = (delayMs: number, run: () => void) => {
    const timer = { atMs: nowMs + delayMs, run };
    timers.push(timer);
    return () => void timers.splice(timers.indexOf(timer), 1);
  };
  const world = createWorld(smallEstate(), { nowMs: () => nowMs, after }, seededRandom(1));
  const advance = (ms: number): void => {
    nowMs += ms;
    for (const timer of timers.filter(({ atMs }) => atMs <= nowMs)) timer.run();
  };
  return Object.assign(world, { advance });
}
const over = (world: ReturnType<typeof aWorld>): string[] =>
  world.traceBetween("10.1.0.5", "10.9.0.5").crossings.map(({ connection }) => connection.id);

describe("twin/world/session-tests", () => {
  it("loses what is sent until the withdrawal has gone round; then traffic takes the other way, and comes back at the end", () => {
    const world = aWorld();

    world.beginSessionTest("dx", 60_000);
    expect([over(world), world.send("10.1.0.5", "10.9.0.5", 100).kind]).toEqual([["dx"], "lost"]);
    world.advance(1_500);
    expect([over(world), world.send("10.1.0.5", "10.9.0.5", 100).kind]).toEqual([["vpn"], "arrives"]);
    world.advance(60_000);
    expect([over(world), world.sessionTestOn("dx")]).toEqual([["dx"], undefined]);
    expect(world.changes().map(({ from, to }) => `${from}>${to}`)).toContain("vpn>dx");
  });

  it("one without a duration runs until it is ended, once, or the world begins anew", () => {
    const world = aWorld();
    world.beginSessionTest("dx", undefined);
    world.advance(10_000_000);

    expect([world.endSessionTest("dx"), world.endSessionTest("dx")]).toEqual([true, false]);
    world.beginSessionTest("dx", undefined);
    world.reset();
    expect(world.sessionTestOn("dx")).toBeUndefined();
  });
});
