import type { Metafile } from "esbuild";
import { describe, expect, it } from "vitest";
import { weigh } from "./weigh.ts";

type Output = Metafile["outputs"][string];
const output = (
  bytes: number,
  inputs: Readonly<Record<string, number>>,
  imports: readonly (readonly [path: string, kind: Output["imports"][number]["kind"]])[] = [],
  entryPoint?: string,
): Output => ({
  bytes,
  inputs: Object.fromEntries(Object.entries(inputs).map(([file, bytesInOutput]) => [file, { bytesInOutput }])),
  imports: imports.map(([path, kind]) => ({ path, kind })),
  exports: [],
  ...(entryPoint !== undefined && { entryPoint }),
});

/** An entry that shares a chunk with what it loads later: a module of ours, which loads one of npm's. */
const outputs = {
  "out/entry.mjs": output(
    100,
    { "functions/x.ts": 60, "node_modules/zod/index.js": 40 },
    [
      ["out/shared.mjs", "import-statement"],
      ["out/sdk.mjs", "dynamic-import"],
      ["node:fs", "import-statement"],
    ],
    "functions/x.ts",
  ),
  "out/shared.mjs": output(30, { "packages/core/src/a.ts": 20, "node_modules/@scope/unused/index.js": 0 }),
  "out/sdk.mjs": output(
    500,
    { "packages/clouds/src/sdk.ts": 10, "node_modules/a/node_modules/@scope/big/index.js": 490 },
    [
      ["out/shared.mjs", "import-statement"],
      ["out/deep.mjs", "import-statement"],
    ],
    "packages/clouds/src/sdk.ts",
  ),
  "out/deep.mjs": output(70, { "node_modules/deep/index.js": 70 }, [["out/login.mjs", "dynamic-import"]]),
  "out/login.mjs": output(9, { "node_modules/login/index.js": 9 }, [], "node_modules/login/index.js"),
};
const weight = weigh({ outputs }, "out/entry.mjs");

describe("tools/bundle/weigh", () => {
  it("takes the entry and all that it imports at once for what is loaded at the start", () => {
    expect(weight.initBytes).toBe(130);
    expect(weight.lazyBytes).toBe(579);
  });

  it("says what the first import of a module of ours loads, without what is there already", () => {
    expect(weight.lazyLoads).toEqual({ "packages/clouds/src/sdk.ts": 570 });
  });

  it("names the packages by weight, and those that were shaken out of a bundle not at all", () => {
    expect(Object.entries(weight.initPackages)).toEqual([
      ["functions", 60],
      ["zod", 40],
      ["packages/core", 20],
    ]);
    expect(weight.npmPackages).toEqual(["@scope/big", "deep", "login", "zod"]);
  });
});
