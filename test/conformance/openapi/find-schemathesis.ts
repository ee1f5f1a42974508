import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const VERSION = "4.32.5";

/** schemathesis, installed into a virtual environment of its own where Python, pip and its registry can be had. */
export function findSchemathesis(): { readonly binary: string } | { readonly reason: string } {
  const folder = join(tmpdir(), `skylane-schemathesis-${VERSION}`);
  const binary = join(folder, "bin/schemathesis");
  if (existsSync(binary)) return { binary };
  try {
    mkdirSync(folder, { recursive: true });
    execFileSync("python3", ["-m", "venv", folder], { stdio: "pipe", timeout: 60_000 });
    execFileSync(join(folder, "bin/pip"), ["install", "--quiet", `schemathesis==${VERSION}`], {
      stdio: "pipe",
      timeout: 180_000,
    });
    return { binary };
  } catch (error) {
    return { reason: error instanceof Error ? (error.message.split("\n")[0] ?? "unknown") : String(error) };
  }
}
