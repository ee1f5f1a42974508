import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { allProvisioning } from "../../packages/clouds/src/_provisioning.gen.ts";
import { type ProvisionedTwin, startProvisionedTwin } from "../support/provisioned-twin.ts";
import { itKeepsTheProvisionerContract } from "../support/provisioner-contract.ts";
import { allRows } from "../support/provisioner-rows/rows.ts";

let lab: ProvisionedTwin;

describe.each(allRows)("contract of provisioners: $cloud", ({ env, context, estate, cases }) => {
  beforeEach(async () => {
    lab = await startProvisionedTwin(estate(), (url) => {
      for (const [name, value] of Object.entries(env(url))) vi.stubEnv(name, value);
      return context(url);
    });
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    await lab.close();
  });

  itKeepsTheProvisionerContract(
    () => lab,
    cases(() => lab),
  );
});

describe("contract of provisioners", () => {
  it("has a case for everything that is made anywhere, and none for what is not", () => {
    const made = allProvisioning.flatMap(({ profile, provisioners }) =>
      provisioners({ routerGatewayUrl: "http://127.0.0.1:9" }).map(({ resource }) => [profile.id, resource]),
    );
    const held = allRows.flatMap(({ cloud, cases }) => cases(() => lab).map(({ step }) => [cloud, step.resource]));

    expect(held.map(String).sort()).toEqual(made.map(String).sort());
  });
});
