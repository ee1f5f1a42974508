import { describe, expect, it } from "vitest";
import { memoryBytesOf, smallerSizes } from "./sizes.ts";

describe("clouds/azure/usage/sizes", () => {
  it.each<[string, string[]]>([
    ["Standard_D8s_v5", ["Standard_D4s_v5 0.5", "Standard_D2s_v5 0.25"]],
    [
      "Standard_E48ads_v6",
      ["Standard_E16ads_v6 0.3333", "Standard_E8ads_v6 0.1667", "Standard_E4ads_v6 0.0833", "Standard_E2ads_v6 0.0417"],
    ],
    ["Standard_F4s_v2", ["Standard_F2s_v2 0.5"]],
    ["Standard_D2s_v5", []],
    ["Standard_B4ms", []],
    ["Standard_D8_v2", []],
    ["Standard_E64i_v3", []],
    ["Standard_E8-4s_v5", []],
    ["Standard_NC6", []],
    ["Standard_D96s_v5", []],
    ["Standard_F4as_v6", []],
    ["", []],
  ])("below %s there are %j", (size, smaller) => {
    expect(smallerSizes(size).map(({ name, ofNowRatio }) => `${name} ${Number(ofNowRatio.toFixed(4))}`)).toEqual(
      smaller,
    );
  });

  it.each([
    ["Standard_D4s_v5", 16],
    ["Standard_D4lds_v5", 8],
    ["Standard_E4s_v5", 32],
    ["Standard_F4s_v2", 8],
    ["Standard_M8ms", undefined],
  ])("%s has %s GiB of memory", (size, gib) => {
    expect(memoryBytesOf(size)).toBe(gib && gib * 2 ** 30);
  });
});
