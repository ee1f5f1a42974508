import { PathStateName } from "@skylane/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseSearch } from "../shell/address.ts";
import {
  type Address,
  addressOf,
  EXPLORE,
  ExploreSearch,
  ofNow,
  wholeEstate,
  withoutChoice,
  writeAddress,
} from "./address.ts";
import { layerNames } from "./layers/names.ts";

const states = fc.subarray(PathStateName.options);
const looks: fc.Arbitrary<Address> = fc
  .record({
    select: fc.option(fc.string({ unit: "grapheme", minLength: 1 }), { nil: undefined }),
    view: fc.constantFrom("graph" as const, "map" as const),
    layer: fc.constantFrom(...layerNames),
    at: fc.option(
      fc.date({ noInvalidDate: true, min: new Date(0), max: new Date(4e12) }).map((date) => date.toISOString()),
      { nil: undefined },
    ),
    states,
    undeclaredOnly: fc.boolean(),
    findingsOnly: fc.boolean(),
    open: fc.uniqueArray(fc.string({ unit: "grapheme" })).map((places) => places.sort()),
  })
  .map(({ select, at, ...rest }) => ({
    ...rest,
    ...(select !== undefined && { select }),
    ...(at !== undefined && { at }),
  }));

const readAddress = (href: string) => addressOf(ExploreSearch.parse(parseSearch(href.slice(EXPLORE.length))));

describe("dashboard/explore/address", () => {
  it("finds in an address all that was written into it, whatever ids hold", () => {
    fc.assert(
      fc.property(looks, (look) => {
        expect(readAddress(writeAddress(look))).toEqual(look);
      }),
    );
  });

  it("shows the whole estate for an address that asks for nothing, or for what is not there", () => {
    expect(readAddress("#/explore")).toEqual(wholeEstate);
    expect(readAddress("#/explore?state=purple&view=cube&select=&layer=smell&at=yesterday")).toEqual(wholeEstate);
    expect(writeAddress(wholeEstate)).toBe("#/explore");
  });

  it("keeps everything but the choice when the panel is closed", () => {
    expect(withoutChoice({ ...wholeEstate, view: "map", select: "vpn-1" })).toEqual({ ...wholeEstate, view: "map" });
  });

  it("goes back to now with the rest of the look as it was", () => {
    const then = { ...wholeEstate, layer: "cost", select: "vpn-1", at: "2026-11-21T07:00:00.000Z" } as const;

    expect(ofNow(then)).toEqual({ ...wholeEstate, layer: "cost", select: "vpn-1" });
  });
});
