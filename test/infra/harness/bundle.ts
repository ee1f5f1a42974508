import { readFileSync } from "node:fs";
import { join, sep } from "node:path";
import { build } from "esbuild";
import * as z from "zod";

const ProviderLock = z.array(z.looseObject({ alias: z.string(), package: z.string() }));

/** What a bundle of modules still expects of Node's older module system. */
const BANNER = `
import { createRequire as requireFrom } from "node:module";
import { fileURLToPath as pathOf } from "node:url";
const require = requireFrom(import.meta.url);
const __filename = pathOf(import.meta.url);
const __dirname = pathOf(new URL(".", import.meta.url));
`;

/**
 * Bundles sst.config.ts as `sst deploy` does: the providers and SST's components are globals of every file outside .sst. What
 * SST sets when it compiles ($app, $cli, $dev) is set when the bundle runs instead, so that one serves every stage.
 * Answers the bundle's path; it lies in .sst/platform, so that there is one @pulumi/pulumi.
 */
export async function bundleConfig(root: string): Promise<string> {
  const platform = join(root, ".sst/platform");
  const providers = ProviderLock.parse(JSON.parse(readFileSync(join(root, ".sst/provider-lock.json"), "utf8")));
  const globals = [
    ...providers.map((provider) => `import * as ${provider.alias} from "${provider.package}";`),
    `import * as sst from "${platform}/src/components";`,
  ].join("\n");
  const outfile = join(platform, `rendered.${process.pid}.mjs`);
  await build({
    stdin: {
      contents: `
        import { run } from "${platform}/src/auto/run.ts";
        import { render } from "${root}/test/infra/harness/render.ts";
        import config from "${root}/sst.config.ts";
        await render(config, run);
      `,
      resolveDir: root,
      loader: "ts",
    },
    banner: { js: BANNER },
    bundle: true,
    format: "esm",
    platform: "node",
    mainFields: ["module", "main"],
    outfile,
    logLevel: "error",
    nodePaths: [join(platform, "node_modules")],
    inject: [join(platform, "src/shim/run.js")],
    external: [
      "@pulumi/*",
      "@pulumiverse/*",
      "@sst-provider/*",
      "@aws-sdk/*",
      "archiver",
      "esbuild",
      "glob",
      "undici",
      "vite",
    ],
    plugins: [
      {
        name: "globals-of-sst",
        setup({ onLoad }) {
          onLoad({ filter: /\.[jt]sx?$/ }, ({ path }) =>
            path.includes(`${sep}.sst${sep}`)
              ? undefined
              : { contents: `${globals}\n${readFileSync(path, "utf8")}`, loader: "default" },
          );
        },
      },
    ],
  });
  return outfile;
}
