import { describe, expect, it } from "vitest";
import { smallerSizes } from "./sizes.ts";

describe("clouds/oci/usage/sizes", () => {
  it.each<[string, string[]]>([
    [
      "VM.Standard.E5.Flex 8 OCPU 64 GB",
      [
        "VM.Standard.E5.Flex 4 OCPU 32 GB 0.5",
        "VM.Standard.E5.Flex 2 OCPU 16 GB 0.25",
        "VM.Standard.E5.Flex 1 OCPU 8 GB 0.125",
      ],
    ],
    ["VM.Standard.E4.Flex 6 OCPU 6 GB", ["VM.Standard.E4.Flex 3 OCPU 3 GB 0.5"]],
    ["VM.Standard.E5.Flex 1 OCPU 16 GB", []],
    ["VM.Standard2.4", []],
    ["VM.Standard.E5.Flex", []],
    ["BM.Standard.E5.192", []],
    ["VM.Standard.E5.Flex 0 OCPU 0 GB", []],
    ["", []],
  ])("below %s there are %j", (size, smaller) => {
    expect(smallerSizes(size).map(({ name, ofNowRatio }) => `${name} ${Number(ofNowRatio.toFixed(4))}`)).toEqual(
      smaller,
    );
  });
});
