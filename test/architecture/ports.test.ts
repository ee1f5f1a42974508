import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type FunctionName, functions } from "@skylane/core";
import { build } from "esbuild";
import { describe, expect, it } from "vitest";
import { needlessPorts, portsIn } from "../support/port-mutants.ts";

const root = join(import.meta.dirname, "../..");
const entries = Object.values(functions).map(({ entry }) => entry);
const portsOf = JSON.parse(readFileSync(join(root, "infra/function-ports.gen.json"), "utf8")) as Readonly<
  Record<FunctionName, readonly string[]>
>;

/** Packages whose code is in a function's bundle, as it is deployed: whole, so that what is loaded later is in it too. */
async function packagesIn(entry: string): Promise<readonly string[]> {
  const { metafile } = await build({
    entryPoints: [join(root, `functions/${entry}.ts`)],
    bundle: true,
    format: "esm",
    platform: "node",
    mainFields: ["module", "main"],
    write: false,
    metafile: true,
    logLevel: "silent",
  });
  const files = Object.values(metafile.outputs).flatMap(({ inputs }) =>
    Object.entries(inputs).flatMap(([file, { bytesInOutput }]) => (bytesInOutput > 0 ? [file] : [])),
  );
  return [
    ...new Set(files.map((file) => /(?:.*node_modules|^packages)\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1] ?? file)),
  ];
}

describe("architecture of ports", () => {
  it("every function says which ports it needs, and no file in functions/ is left out of the manifest", () => {
    expect(Object.keys(portsOf)).toEqual(Object.keys(functions).sort());
    expect(globSync("functions/*/*.ts", { cwd: root }).sort()).toEqual(
      entries.map((entry) => `functions/${entry}.ts`).sort(),
    );
    for (const [name, { entry }] of Object.entries(functions))
      expect([entry, portsOf[name as FunctionName]]).toEqual([
        entry,
        [...portsIn(readFileSync(join(root, `functions/${entry}.ts`), "utf8"))].sort(),
      ]);
  });

  it("no function asks for a port it compiles without: its role would be allowed too much", {
    timeout: 300_000,
  }, async () => {
    // what was built is put into the configuration, whose type is the same without
    // and who keeps spans has them kept around it
    const needless = (await needlessPorts(entries)).filter((one) => !/: (builtGroups|traces)$/.test(one));

    expect(needless).toEqual([]);
  });

  it.each([
    ["health/probe-burst", ["socks"]],
    ["api/show-openapi", []],
    ["api/list-flows", ["client-dynamodb"]],
    ["failover/consider-failover", ["client-dynamodb", "client-eventbridge", "client-sfn", "socks"]],
  ])("%s is bundled with the SDKs of its ports alone", async (entry, wanted) => {
    const foreign = /^(@aws-sdk\/client-(?!sso|sts|cognito)|@azure\/|@googleapis|google|oci-|@anthropic|highs|socks$)/;

    const found = (await packagesIn(entry)).filter((name) => foreign.test(name));

    expect(found.map((name) => name.replace("@aws-sdk/", "")).sort()).toEqual(wanted);
  });
});
