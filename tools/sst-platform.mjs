// Writes .sst/platform: the sources of SST's components and the providers from npm, with the types sst.config.ts needs.
// No cloud account and no Pulumi engine is asked for, and nothing is written outside the project but the package manager's cache.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "..");
const work = join(root, ".sst");
const stampFile = join(work, "platform.stamp");

const { version } = JSON.parse(readFileSync(join(root, "node_modules/sst/package.json"), "utf8"));
const config = readFileSync(join(root, "sst.config.ts"));
const stamp = createHash("sha256").update(version).update(config).digest("hex");
const isCurrent =
  existsSync(join(work, "platform/config.d.ts")) && existsSync(stampFile) && readFileSync(stampFile, "utf8") === stamp;
if (!isCurrent) install();

function install() {
  mkdirSync(work, { recursive: true });
  rmSync(stampFile, { force: true });
  const bun = bunOfTheProject();
  const sst = join(root, "node_modules/sst/bin/sst.mjs");
  const { status, stdout, stderr } = spawnSync(process.execPath, [sst, "install", "--stage", "types"], {
    cwd: root,
    encoding: "utf8",
    env: {
      ...process.env,
      SST_SKIP_DEPENDENCY_CHECK: "1", // or it fetches the Pulumi CLI and Bun from GitHub
      ...(bun === undefined ? { SST_NO_BUN: "1" } : { SST_BUN_PATH: bun }),
      SST_TELEMETRY_DISABLED: "1",
      SST_LOG: join(work, "install.log"), // or its log stays in the temp folder
      XDG_CONFIG_HOME: join(work, "config"), // where it makes sst/bin at its start
    },
  });
  if (status === 0) return writeFileSync(stampFile, stamp);
  const said = `${stdout ?? ""}\n${stderr ?? ""}`.trim();
  console.error(said);
  console.error(
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|no such host|connection refused|i\/o timeout/.test(said)
      ? "The package registry cannot be reached, and SST's platform is fetched from it. Check the network and `npm config get registry`, and run this again."
      : "SST's platform could not be written to .sst; what went wrong stands above and in .sst/install.log.",
  );
  process.exitCode = 1;
}

/** Bun installs faster; it is used if the project has it. */
function bunOfTheProject() {
  const cpu = process.arch === "arm64" ? "aarch64" : process.arch;
  try {
    return createRequire(import.meta.url).resolve(`@oven/bun-${process.platform}-${cpu}/bin/bun`);
  } catch {
    return undefined;
  }
}
