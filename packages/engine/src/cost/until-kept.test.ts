import { describe, expect, it } from "vitest";
import { keepAll, untilKept } from "./until-kept.ts";

describe("engine/cost/until-kept", () => {
  it("tries anew until all writes stand, and says which try it is", async () => {
    const tries: number[] = [];

    const value = await untilKept(async (tried) => {
      tries.push(tried);
      return { isKept: tried === 2, value: `try ${tried}` };
    });

    expect(value).toBe("try 2");
    expect(tries).toEqual([0, 1, 2]);
  });

  it("gives up where others always come first, and says that nothing of theirs was overwritten", async () => {
    await expect(untilKept(async () => ({ isKept: false, value: 0 }))).rejects.toMatchObject({
      code: "ERR_FINDING_CONTESTED",
      kind: "unavailable",
      message: expect.stringMatching(/nothing of theirs was overwritten/),
    });
  });

  it("puts the others too where one was written by somebody else", async () => {
    const put: number[] = [];
    const putOne = async (one: number): Promise<number | undefined> => {
      if (one === 2) return undefined;
      put.push(one);
      return one;
    };

    const all = await keepAll(putOne, [1, 2, 3]);

    expect(all).toBe(false);
    expect(put).toEqual([1, 3]);
  });
});
