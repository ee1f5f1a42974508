// Bundles every function as it is deployed, and says what it weighs and how long a fresh Node takes to load it. JSON lines; names of
// functions as arguments leave out the others. Exit code 1 if a goal is missed.
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { type ColdInit, coldInit } from "./bundle/cold-init.ts";
import { judge } from "./bundle/judge.ts";
import { makeBundle } from "./bundle/make-bundle.ts";
import { type Target, targets } from "./bundle/targets.ts";
import { weigh } from "./bundle/weigh.ts";
import { zippedBytes } from "./bundle/zipped-bytes.ts";

const RUNS = 20;
const SHOWN_PACKAGES = 6;

const root = join(import.meta.dirname, "..");
// inside the project: what a host brings along is found in its node_modules
const scratch = join(root, ".skylane");

async function report(target: Target, outDir: string) {
  const { metafile, entryFile, assetBytes } = await makeBundle(target, outDir);
  const { initBytes, lazyBytes, lazyLoads, initPackages } = weigh(metafile, entryFile);
  const timeMs: ColdInit = coldInit(join(root, entryFile), RUNS);
  return {
    function: target.name,
    initBytes,
    goalBytes: target.goal.initBytes,
    coldInitMs: timeMs,
    goalMs: target.goal.coldInitMs,
    missed: judge(target, { initBytes, coldInitMs: timeMs.median }),
    lazyBytes,
    lazyLoads,
    assetBytes,
    zippedBytes: zippedBytes(
      [...Object.keys(metafile.outputs), ...Object.keys(assetBytes).map((file) => join(dirname(entryFile), file))],
      (file) => readFileSync(join(root, file)),
    ),
    heaviestPackages: Object.fromEntries(Object.entries(initPackages).slice(0, SHOWN_PACKAGES)),
  };
}

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !targets().some((target) => target.name === name));
if (unknown.length > 0) {
  console.error(
    `There is no function ${unknown.join(", ")}. There are ${targets()
      .map(({ name }) => name)
      .join(", ")}.`,
  );
  process.exit(2);
}
mkdirSync(scratch, { recursive: true });
const outDir = mkdtempSync(join(scratch, "bundles-"));
try {
  const rows = [];
  for (const target of targets().filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
    const row = await report(target, outDir);
    rows.push(row);
    console.log(JSON.stringify(row));
  }
  const missed = rows.flatMap((row) => row.missed);
  const most = <Row>(from: readonly Row[], of: (row: Row) => number): number => Math.max(...from.map(of));
  console.log(
    JSON.stringify({
      functionCount: rows.length,
      heaviestInitBytes: most(rows, ({ initBytes }) => initBytes),
      slowestInitMs: most(rows, ({ coldInitMs }) => coldInitMs.median),
      zippedBytes: rows.reduce((sum, row) => sum + row.zippedBytes, 0),
      missed,
    }),
  );
  if (missed.length > 0) process.exitCode = 1;
} finally {
  rmSync(outDir, { recursive: true });
}
