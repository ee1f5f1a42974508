import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { OutpostName } from "@skylane/core";
import { outposts } from "@skylane/core";
import { build } from "esbuild";
import { zipSync } from "fflate";
import { bundledFrom, esbuildOptions, providedBy } from "../../infra/bundling.ts";
import { CONFIG_FILE } from "../../infra/config-file.ts";
import type { OutpostCloud } from "../../infra/outposts.ts";

/** A package as its cloud takes it. */
export interface Artefact {
  readonly zip: Uint8Array;
  /** What is in it, by path. */
  readonly files: Readonly<Record<string, Uint8Array>>;
}

const root = join(import.meta.dirname, "../..");
/** The first moment a ZIP archive can tell: the same files are the same package, whenever it was made. */
const ALWAYS = new Date(1980, 0, 1);

/**
 * The package of a workload for its cloud: its functions, bundled with the configuration beside them, and what that cloud
 * wants around them. @throws esbuild's BuildFailure
 */
export async function makeArtefact(cloud: OutpostCloud, outpost: OutpostName, configJson: string): Promise<Artefact> {
  const files: Record<string, Uint8Array> = {
    ...(await bundle(cloud, outposts[outpost].functions)),
    [CONFIG_FILE]: text(configJson),
    ...(cloud === "azure" ? aroundAzure(outpost) : aroundGoogle(outpost)),
  };
  const sorted = Object.fromEntries(Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1)));
  return { files: sorted, zip: zipSync(sorted, { level: 9, mtime: ALWAYS }) };
}

async function bundle(cloud: OutpostCloud, functions: readonly string[]): Promise<Record<string, Uint8Array>> {
  const outdir = join(root, "functions");
  const { outputFiles } = await build({
    ...esbuildOptions,
    mainFields: [...esbuildOptions.mainFields],
    entryPoints: functions.map((name) => join(root, `${cloud}-functions/src/functions/${name}.ts`)),
    external: [...providedBy[cloud]],
    alias: { ...bundledFrom[cloud] },
    absWorkingDir: root,
    outdir,
    write: false,
    logLevel: "error",
  });
  return Object.fromEntries(
    outputFiles.map(({ path, contents }) => [`functions/${path.slice(outdir.length + 1)}`, contents]),
  );
}

/** Azure's host loads what `main` matches; a chunk that is no function registers nothing. */
const aroundAzure = (outpost: OutpostName): Record<string, Uint8Array> => ({
  "package.json": json({ name: outpost, private: true, type: "module", main: mainOf(outposts[outpost].functions) }),
  "host.json": json({
    version: "2.0",
    // Event Grid's trigger is in it; timers and HTTP are the host's own
    extensionBundle: { id: "Microsoft.Azure.Functions.ExtensionBundle", version: "[4.0.0, 5.0.0)" },
    functionTimeout: new Date(outposts[outpost].timeoutSeconds * 1_000).toISOString().slice(11, 19),
    logging: { logLevel: { default: "Warning", Function: "Information" } },
  }),
});

/** Google's builder installs the framework that the functions register with, and starts it with the name of one of them. */
const aroundGoogle = (outpost: OutpostName): Record<string, Uint8Array> => ({
  "package.json": json({
    name: outpost,
    private: true,
    type: "module",
    main: "index.mjs",
    dependencies: { [FRAMEWORK]: dependenciesOf("gcp-functions")[FRAMEWORK] },
  }),
  "index.mjs": text(outposts[outpost].functions.map((name) => `import "./functions/${name}.mjs";\n`).join("")),
});

const FRAMEWORK = "@google-cloud/functions-framework";

const dependenciesOf = (folder: string): Readonly<Record<string, string>> =>
  JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8")).dependencies;
/** A glob; braces around a single name would be taken literally. */
const mainOf = (functions: readonly string[]): string =>
  functions.length === 1 ? `functions/${functions[0]}.mjs` : `functions/{${functions.join(",")}}.mjs`;
const text = (value: string): Uint8Array => new TextEncoder().encode(value);
const json = (value: object): Uint8Array => text(`${JSON.stringify(value, null, 2)}\n`);
