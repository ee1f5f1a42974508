import { globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { RouteConfig, RouteIntent } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { routeConfigsFor } from "../../../packages/clouds/src/route-configs.ts";
import { faultsOf } from "./check-terraform.ts";

/*
 * One folder a case: what is asked in input.json, what comes out beside it. `npx vitest run test/golden/routes -u` writes the
 * expected files anew (as .txt, so that no formatter touches them); read the difference before it is kept.
 */
const folder = join(import.meta.dirname, "cases");
const cases = globSync("*/input.json", { cwd: folder }).map(dirname).toSorted();

describe("golden/routes", () => {
  it.each(cases)("%s", async (name) => {
    const intent = RouteIntent.parse(JSON.parse(readFileSync(join(folder, name, "input.json"), "utf8")));
    const {
      configs: [config],
      refusals: [refusal],
    } = routeConfigsFor([intent]);
    const matches = (file: string, text: string) => expect(text).toMatchFileSnapshot(join(folder, name, file));

    if (!config) {
      expect(refusal).toBeDefined();
      await matches("refusal.json.txt", `${JSON.stringify(refusal, null, 2)}\n`);
      return;
    }
    const { terraform, scripts, ...plan } = RouteConfig.parse(config);
    if (terraform) {
      expect(faultsOf(terraform)).toEqual([]);
      await matches("main.tf.json.txt", `${JSON.stringify(terraform, null, 2)}\n`);
    }
    for (const { dialect, apply, undo } of scripts) {
      await matches(`${dialect}.apply.txt`, apply);
      await matches(`${dialect}.undo.txt`, undo);
    }
    await matches("plan.json.txt", `${JSON.stringify(plan, null, 2)}\n`);
  });

  it("has a case for each cloud, and files of no case that is gone", () => {
    expect(new Set(cases.map((name) => name.split("-")[0]))).toEqual(new Set(["aws", "azure", "gcp", "oci", "onprem"]));
    expect(globSync("*", { cwd: folder }).toSorted()).toEqual(cases);
  });
});
