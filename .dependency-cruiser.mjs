/** @type {import("dependency-cruiser").IConfiguration} */
const layer = (name, from, allowed) => ({
  name,
  comment: `${name}: see docs/architecture.md, dependency directions`,
  severity: "error",
  from: { path: from },
  to: {
    path: "^(packages|functions|azure-functions|gcp-functions|infra)/",
    pathNot: [from, ...allowed.map((one) => `^packages/${one}/`)],
  },
});
const tests = "\\.(test|fuzz\\.test)\\.ts$|^test/";

export default {
  forbidden: [
    layer("core-knows-nothing", "^packages/core/", []),
    layer("engine-knows-core", "^packages/engine/(?!.*\\.test\\.ts$)", ["core"]),
    layer("clouds-know-core", "^packages/clouds/(?!.*\\.test\\.ts$)", ["core"]),
    layer("runtime-knows-core-engine-clouds", "^packages/runtime/(?!.*\\.test\\.ts$)", ["core", "engine", "clouds"]),
    layer("twin-knows-core-only", "^packages/twin/", ["core"]),
    layer("dashboard-knows-core", "^packages/dashboard/", ["core"]),
    layer("cli-knows-the-rest", "^packages/cli/", ["core", "engine", "clouds", "runtime", "local"]),
    layer("functions-know-core-engine-runtime", "^functions/", ["core", "engine", "runtime"]),
    layer("azure-functions-know-engine-runtime", "^azure-functions/", ["core", "engine", "runtime"]),
    layer("gcp-functions-know-engine-runtime", "^gcp-functions/", ["core", "engine", "runtime"]),
    layer("infra-knows-core", "^infra/(?!.*\\.test\\.ts$)", ["core", "engine/workflows"]),
    {
      name: "engine-domains-by-their-door",
      comment: "a domain of the engine is reached by its index.ts",
      severity: "error",
      from: { path: "^packages/engine/src/([^/]+)/", pathNot: tests },
      to: {
        path: "^packages/engine/src/[^/]+/.+",
        pathNot: ["^packages/engine/src/$1/", "^packages/engine/src/[^/]+/index\\.ts$"],
      },
    },
    {
      name: "engine-tiers",
      comment:
        "tier 1 (topology, policy, cost) knows no tier above; tier 2 (paths, health) knows tier 1; tier 3 domains meet by event only",
      severity: "error",
      from: { path: "^packages/engine/src/(topology|policy|cost)/", pathNot: tests },
      to: { path: "^packages/engine/src/(paths|health|failover|alerts|history|intent)/" },
    },
    {
      name: "engine-tier-three-meets-by-event",
      severity: "error",
      from: { path: "^packages/engine/src/(failover|alerts|history|intent)/", pathNot: tests },
      to: { path: "^packages/engine/src/(failover|alerts|history|intent)/", pathNot: "^packages/engine/src/$1/" },
    },
    {
      name: "only-use-cases-see-ports",
      comment: "in the engine the rest is pure",
      severity: "error",
      from: { path: "^packages/engine/src/", pathNot: ["use-cases/", "index\\.ts$", tests] },
      to: { path: "^packages/engine/src/deps\\.ts$" },
    },
    {
      name: "core-and-engine-do-no-io",
      severity: "error",
      // hashing computes, and does nothing else
      from: {
        path: "^packages/(core|engine)/src/",
        pathNot: [tests, "^packages/engine/src/intent/preview/sha256\\.ts$"],
      },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "core-and-engine-import-what-computes-only",
      comment: "zod, and in the engine HiGHS and Cedar, which compute what they are given and do nothing else",
      severity: "error",
      from: { path: "^packages/(core|engine)/src/", pathNot: tests },
      to: {
        dependencyTypes: ["npm"],
        pathNot: ["node_modules/zod/", "node_modules/highs/", "node_modules/@cedar-policy/", "^packages/"],
      },
    },
    {
      name: "no-circles",
      comment: "an interpreter calls itself, so the one of the workflows may",
      severity: "error",
      from: { pathNot: "^packages/local/src/step-functions/interpreter/" },
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "packages/dashboard/dist" },
    parser: "swc",
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "default"],
      extensions: [".ts", ".tsx", ".mjs", ".js"],
    },
  },
};
