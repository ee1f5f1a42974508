import { copyFileSync, statSync } from "node:fs";
import { basename, join, relative } from "node:path";
import { build, type Metafile } from "esbuild";
import { assetsOf, bundledFrom, esbuildOptions, providedBy } from "../../infra/bundling.ts";
import functionPorts from "../../infra/function-ports.gen.json" with { type: "json" };
import type { Target } from "./targets.ts";

/** A function's bundle. Paths are from the root of the project, as in the metafile. */
export interface Bundle {
  readonly metafile: Metafile;
  /** The file that is loaded first. */
  readonly entryFile: string;
  /** What is copied beside it, by its name there; bytes. */
  readonly assetBytes: Readonly<Record<string, number>>;
}

const root = join(import.meta.dirname, "../..");

/** Bundles a function as it is deployed, with what goes beside it, into a folder of its own below `outDir`. @throws esbuild's BuildFailure */
export async function makeBundle({ name, host, entry }: Omit<Target, "goal">, outDir: string): Promise<Bundle> {
  const folder = join(outDir, name);
  const { metafile } = await build({
    ...inCommon(folder),
    entryPoints: [join(root, entry)],
    external: [...providedBy[host]],
    alias: { ...bundledFrom[host] },
  });
  const assets =
    host === "aws" ? assetsOf(name, (functionPorts as Readonly<Record<string, string[]>>)[name] ?? []) : [];
  for (const { from, to } of assets) copyFileSync(join(root, from), join(folder, to));
  return {
    metafile,
    entryFile: relative(root, join(folder, `${basename(entry, ".ts")}.mjs`)),
    assetBytes: Object.fromEntries(assets.map(({ from, to }) => [to, statSync(join(root, from)).size])),
  };
}

/**
 * Bundles many functions in one go and writes nothing; answers what each would load first. What several load is in one file for
 * all of them, so that each weighs a little more than alone.
 */
export async function planBundles(
  targets: readonly Target[],
): Promise<{ readonly metafile: Metafile; readonly entryFileOf: ReadonlyMap<string, string> }> {
  const { metafile } = await build({
    ...inCommon(join(root, "planned")),
    entryNames: "[dir]/[name]",
    entryPoints: targets.map(({ name, entry }) => ({ in: join(root, entry), out: name })),
    external: Object.values(providedBy).flat(),
    alias: Object.assign({}, ...Object.values(bundledFrom)),
    write: false,
  });
  return { metafile, entryFileOf: new Map(targets.map(({ name }) => [name, `planned/${name}.mjs`])) };
}

const inCommon = (outdir: string) => ({
  ...esbuildOptions,
  mainFields: [...esbuildOptions.mainFields],
  absWorkingDir: root,
  outdir,
  logLevel: "error" as const,
});
