// Compiles what the commands need, once, at install: Node keeps the compiled code beside the packages, and the first command is as
// quick as the others. Nothing depends on it: where it cannot run, the first command takes a second longer.
import { spawnSync } from "node:child_process";
import { join } from "node:path";

const cli = join(import.meta.dirname, "../packages/cli/bin/skylane.mjs");
spawnSync(process.execPath, [cli, "paths", "optimise", "--estate", "globalcart", "--json"], {
  stdio: "ignore",
  timeout: 60_000,
});
