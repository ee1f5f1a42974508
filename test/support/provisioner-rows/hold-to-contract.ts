import { afterEach, beforeEach, describe, vi } from "vitest";
import { type ProvisionedTwin, startProvisionedTwin } from "../provisioned-twin.ts";
import { itKeepsTheProvisionerContract } from "../provisioner-contract.ts";
import { allRows } from "./rows.ts";

/** Runs the contract over every case of a cloud, each in a world of its own. */
export function holdToContract(wanted: string): void {
  const rows = allRows.find(({ cloud }) => cloud === wanted);
  if (!rows) throw new Error(`no rows for ${wanted}`);
  const { env, context, estate, cases } = rows;
  let lab: ProvisionedTwin;
  describe(`contract of provisioners: ${wanted}`, () => {
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
}
