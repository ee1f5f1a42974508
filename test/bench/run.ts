// Runs every bench, one after the other, each in a process of its own; they print JSON lines.
import { spawnSync } from "node:child_process";
import { globSync } from "node:fs";
import { join } from "node:path";

for (const file of globSync("*.bench.ts", { cwd: import.meta.dirname }).sort()) {
  const { status } = spawnSync(process.execPath, [join(import.meta.dirname, file)], { stdio: "inherit" });
  if (status !== 0) process.exitCode = 1;
}
