#!/usr/bin/env node
// Skylane runs TypeScript by Node 24's type stripping. Started by an older Node, it hands over to the Node 24
// that the project brings as the `node` package, with the same arguments, streams and exit code.
import { spawnSync } from "node:child_process";
import module, { createRequire } from "node:module";
import { join } from "node:path";

const [major] = process.versions.node.split(".").map(Number);
if (major >= 24) {
  // What was compiled and stripped once, at install, is not again, here and in the processes it starts (tools/warm.mjs).
  const { directory } = module.enableCompileCache(join(import.meta.dirname, "../../../node_modules/.cache/skylane"));
  if (directory) process.env.NODE_COMPILE_CACHE ??= directory;
  await import("../src/main.ts");
} else {
  const root = createRequire(import.meta.url).resolve("node/package.json");
  const node = join(root, "..", "bin", process.platform === "win32" ? "node.exe" : "node");
  const { status, signal } = spawnSync(node, [import.meta.filename, ...process.argv.slice(2)], { stdio: "inherit" });
  if (signal) process.kill(process.pid, signal);
  process.exit(status ?? 1);
}
