import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { allProvisioning } from "../../packages/clouds/src/_provisioning.gen.ts";
import { allRows } from "../support/provisioner-rows/rows.ts";

const noLab = (): never => {
  throw new Error("nothing is proven here");
};

describe("contract of provisioners", () => {
  it("has a case for everything that is made anywhere, and none for what is not", () => {
    const made = allProvisioning.flatMap(({ profile, provisioners }) =>
      provisioners({ routerGatewayUrl: "http://127.0.0.1:9" }).map(({ resource }) => `${profile.id} ${resource}`),
    );
    const held = allRows.flatMap(({ cloud, cases }) => cases(noLab).map(({ step }) => `${cloud} ${step.resource}`));

    expect(held.sort()).toEqual(made.sort());
  });

  it("is run for each cloud, in a file of its own", () => {
    const files = readdirSync(import.meta.dirname).flatMap(
      (name) => /^(\w+)-provisioners\.test\.ts$/.exec(name)?.[1] ?? [],
    );

    expect(files.sort()).toEqual(allRows.map(({ cloud }) => cloud).sort());
  });
});
