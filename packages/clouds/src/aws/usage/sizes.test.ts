import { describe, expect, it } from "vitest";
import { smallerSizes } from "./sizes.ts";

describe("clouds/aws/usage/sizes", () => {
  it.each([
    ["m6i.2xlarge", ["m6i.xlarge 0.5", "m6i.large 0.25"]],
    ["c7gn.12xlarge", ["c7gn.4xlarge 0.3333", "c7gn.2xlarge 0.1667", "c7gn.xlarge 0.0833", "c7gn.large 0.0417"]],
    ["r5.large", []],
    // burstable, with an accelerator, of metal, of the first generations, of other sizes, and what is no size at all
    ...["t3.2xlarge", "g5.4xlarge", "m5.metal", "m3.xlarge", "m5zn.12xlarge", "m6i.7xlarge", "xlarge", ""].map(
      (size): [string, string[]] => [size, []],
    ),
  ])("below %s there are %j", (size, smaller) => {
    expect(smallerSizes(size).map(({ name, ofNowRatio }) => `${name} ${Number(ofNowRatio.toFixed(4))}`)).toEqual(
      smaller,
    );
  });
});
