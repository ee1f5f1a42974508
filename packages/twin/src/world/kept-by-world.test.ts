import { describe, expect, it } from "vitest";
import { smallEstate } from "../../../../test/support/small-estate.ts";
import { listByWorld, mapByWorld } from "./kept-by-world.ts";
import { createWorld } from "./world.ts";

const aWorld = () => createWorld(smallEstate(), { nowMs: () => 0, after: () => () => undefined }, () => 0.5);

describe("twin/world/kept-by-world", () => {
  it("gives each world its own, and the same one each time", () => {
    const [one, other] = [aWorld(), aWorld()];
    const listOf = listByWorld<string>();
    const mapOf = mapByWorld<number>();
    listOf(one).push("a");
    mapOf(one).set("a", 1);

    expect([listOf(one), listOf(other)]).toEqual([["a"], []]);
    expect([mapOf(one).size, mapOf(other).size]).toEqual([1, 0]);
  });

  it("is empty after a reset, for whoever holds it too", () => {
    const [one, other] = [aWorld(), aWorld()];
    const listOf = listByWorld<string>();
    const mapOf = mapByWorld<number>();
    const held = listOf(one);
    for (const world of [one, other]) {
      listOf(world).push("a");
      mapOf(world).set("a", 1);
    }

    one.reset();

    expect([held, listOf(one), mapOf(one).size]).toEqual([[], [], 0]);
    expect([listOf(other), mapOf(other).size]).toEqual([["a"], 1]);
  });
});
