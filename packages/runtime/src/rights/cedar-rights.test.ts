import { describe, expect, it } from "vitest";
import { cedarRights } from "./cedar-rights.ts";
import { loadCedar } from "./load-cedar.ts";

const config = {
  estate: "globalcart",
  people: [{ id: "lead@globalcart.example", role: "approver" as const }],
  rights: {},
};
const question = {
  person: { id: "lead@globalcart.example", role: "approver" },
  action: "decide-approval",
  about: { kind: "estate" },
} as const;

describe("runtime/rights", () => {
  it("begins to load before anybody asks, and loads once", async () => {
    let loads = 0;
    const rights = cedarRights(config, () => {
      loads += 1;
      return loadCedar();
    });

    expect(loads).toBe(1);
    expect((await rights.judge())(question)).toEqual({ isAllowed: true, policies: ["approvers-decide"] });
    expect(await rights.judge()).toBe(await rights.judge());
    expect(loads).toBe(1);
  });

  it("allows nothing while it cannot load, and tries again for who asks next", async () => {
    let loads = 0;
    const rights = cedarRights(config, () => {
      loads += 1;
      return loads === 1 ? Promise.reject(new Error("no such file")) : loadCedar();
    });

    await expect(rights.judge()).rejects.toThrow("no such file");
    expect((await rights.judge())(question).isAllowed).toBe(true);
  });
});
