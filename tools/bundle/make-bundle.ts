import { basename, join, relative } from "node:path";
import { build, type Metafile } from "esbuild";
import { esbuildOptions, providedBy } from "../../infra/bundling.ts";
import type { Target } from "./targets.ts";

/** A function's bundle. Paths are from the root of the project, as in the metafile. */
export interface Bundle {
  readonly metafile: Metafile;
  /** The file that is loaded first. */
  readonly entryFile: string;
}

const root = join(import.meta.dirname, "../..");

/** Bundles a function as it is deployed, into a folder of its own below `outDir`. @throws esbuild's BuildFailure */
export async function makeBundle(
  { name, host, entry }: Omit<Target, "goal">,
  outDir: string,
  isWritten = true,
): Promise<Bundle> {
  const folder = join(outDir, name);
  const { metafile } = await build({
    ...esbuildOptions,
    mainFields: [...esbuildOptions.mainFields],
    entryPoints: [join(root, entry)],
    external: [...providedBy[host]],
    absWorkingDir: root,
    outdir: folder,
    write: isWritten,
    logLevel: "error",
  });
  return { metafile, entryFile: relative(root, join(folder, `${basename(entry, ".ts")}.mjs`)) };
}
