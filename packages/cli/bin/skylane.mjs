#!/usr/bin/env node
// Skylane runs TypeScript by Node 24's type stripping. Started by an older Node, it hands over to the Node 24
// that the project brings as the `node` package, with the same arguments, streams and exit code.
import { spawnSync } from "node:child_process";
import module, { createRequire } from "node:module";
import { join } from "node:path";
import v8 from "node:v8";

const [major] = process.versions.node.split(".").map(Number);
if (major >= 24) {
  // WebAssembly is compiled a second time, better, once it has run for a while; here that came when the command was done, and it
  // waited for the compiler to end. What runs for seconds still gets it.
  v8.setFlagsFromString("--wasm-tiering-budget=100000000");
  // What was compiled and stripped once, at install, is not again, here and in the processes it starts (tools/warm.mjs).
  const { directory } = module.enableCompileCache(join(import.meta.dirname, "../../../node_modules/.cache/skylane"));
  if (directory) process.env.NODE_COMPILE_CACHE ??= directory;
  await import("../src/main.ts");
} else {
  const root = createRequire(import.meta.url).resolve("node/package.json");
  const node = join(root, "..", "bin", process.platform === "win32" ? "node.exe" : "node");
  // a command makes much that is soon thrown away: with more room for it less is moved about
  const { status, signal } = spawnSync(
    node,
    ["--max-semi-space-size=64", import.meta.filename, ...process.argv.slice(2)],
    { stdio: "inherit" },
  );
  if (signal) process.kill(process.pid, signal);
  process.exit(status ?? 1);
}
