import { describe, expect, it } from "vitest";
import { smallerSizes } from "./sizes.ts";

describe("clouds/gcp/usage/sizes", () => {
  it.each<[string, string[]]>([
    ["n2-standard-8", ["n2-standard-4 0.5", "n2-standard-2 0.25"]],
    ["n1-highmem-96", ["n1-highmem-16 0.1667", "n1-highmem-8 0.0833", "n1-highmem-4 0.0417", "n1-highmem-2 0.0208"]],
    ["n2-standard-2", []],
    ["e2-medium", []],
    ["n2-custom-4-8192", []],
    ["c3-standard-22", []],
    ["a2-highgpu-1g", []],
    ["g2-standard-8", []],
    ["", []],
  ])("below %s there are %j", (size, smaller) => {
    expect(smallerSizes(size).map(({ name, ofNowRatio }) => `${name} ${Number(ofNowRatio.toFixed(4))}`)).toEqual(
      smaller,
    );
  });
});
