/**
 * How functions are bundled, once for all: SST bundles those of AWS by `nodejsOptions`; the report, and what is made for Azure and
 * Google Cloud, by `esbuildOptions`. The two say the same, in SST's words and in esbuild's own.
 */

/** What SST lets one choose of esbuild. */
const shared = {
  target: "es2024",
  // ES modules first: they can be shaken, and of a package that ships both forms only one is carried
  mainFields: ["module", "main"],
  // by default SST keeps the name of each function and class, 6 % of every bundle; errors here carry their own names
  keepNames: false,
};

/** For `nodejs` of `sst.aws.Function`. */
export const nodejsOptions = {
  format: "esm",
  minify: true,
  // what is imported when it is needed stays in files of its own, and costs nothing at a cold start
  splitting: true,
  esbuild: shared,
} as const;

/** CommonJS in an ES module wants these names; SST 4.17.1 puts the same before each file. */
const COMMON_JS_NAMES = [
  `import { createRequire as makeRequire } from "node:module"`,
  `import { dirname as directoryOf } from "node:path"`,
  "const require = makeRequire(import.meta.url)",
  "const __filename = import.meta.filename",
  "const __dirname = directoryOf(import.meta.filename)",
].join(";");

/** For esbuild itself; entry points and where the files go are left to who calls it. */
export const esbuildOptions = {
  ...shared,
  bundle: true,
  platform: "node",
  format: "esm",
  splitting: true,
  minify: true,
  metafile: true,
  entryNames: "[name]",
  outExtension: { ".js": ".mjs" },
  banner: { js: `${COMMON_JS_NAMES};` },
} as const;

/** A file that goes beside a bundle, for esbuild would not take it along. */
interface Asset {
  /** From the root of the project. */
  readonly from: string;
  /** From the root of the function's code, where its process starts. */
  readonly to: string;
  /** The variable that says where it is; absent = it is looked for beside the code that loads it. */
  readonly variable?: string;
}

const assetByPort: Readonly<Record<string, Asset>> = {
  // 4.3 MB: Cedar's evaluator as WebAssembly
  rights: {
    from: "node_modules/@cedar-policy/cedar-wasm/web/cedar_wasm_bg.wasm",
    to: "cedar.wasm",
    variable: "SKYLANE_CEDAR_FILE",
  },
};

/** 3.5 MB: the solver HiGHS, for those who choose paths for all flows together. */
const HIGHS: Asset = { from: "node_modules/highs/build/highs.wasm", to: "highs.wasm" };
const SOLVING: readonly string[] = ["optimise-paths", "explain-flow"];

/** What goes beside the bundle of a function with that name and these ports. */
export const assetsOf = (name: string, ports: readonly string[]): readonly Asset[] => [
  ...ports.flatMap((port) => assetByPort[port] ?? []),
  ...(SOLVING.includes(name) ? [HIGHS] : []),
];

/** The variables that say where they are. */
export const assetVariables = (assets: readonly Asset[]): Readonly<Record<string, string>> =>
  Object.fromEntries(assets.flatMap(({ variable, to }) => (variable === undefined ? [] : [[variable, to]])));

const AZURE = "./node_modules/@azure";

/**
 * Packages that are bundled from another of their own files than they name. Azure's library comes compiled for ES5, which is twice as
 * much as its source, which it also ships; its base names an ES module without exports.
 */
export const bundledFrom = {
  aws: {},
  azure: {
    "@azure/functions": `${AZURE}/functions/src/index.ts`,
    "@azure/functions-extensions-base": `${AZURE}/functions-extensions-base/dist/azure-functions-extensions-base.js`,
  },
  gcp: {},
} as const;

/** What the hosts of functions bring along themselves, and must be loaded from them: whoever registers there must meet them. */
export const providedBy = {
  aws: [],
  azure: ["@azure/functions-core"],
  gcp: ["@google-cloud/functions-framework"],
} as const;
