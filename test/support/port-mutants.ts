import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const root = join(import.meta.dirname, "../..");
const ASKED = /\bports\(([^()]*)\)/;

/** The ports a handler's source asks for. */
export const portsIn = (source: string): readonly string[] =>
  (ASKED.exec(source)?.[1] ?? "")
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");

/** `<entry>: <port>` for each port a handler asks for and compiles without: each is taken away from a copy of its file, and the copies are type-checked. */
export async function needlessPorts(entries: readonly string[]): Promise<readonly string[]> {
  const folder = mkdtempSync(join(tmpdir(), "skylane-ports-"));
  try {
    symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
    mkdirSync(join(folder, "src"));
    const mutants = entries.flatMap((entry) => {
      const source = readFileSync(join(root, `functions/${entry}.ts`), "utf8");
      const asked = portsIn(source);
      return asked.map((port) => ({
        name: `${entry}: ${port}`,
        source: source.replace(ASKED, `ports(${asked.filter((one) => one !== port).join(", ")})`),
      }));
    });
    for (const [i, { source }] of mutants.entries()) writeFileSync(join(folder, `src/m${i}.ts`), source);
    const config = {
      extends: join(root, "tsconfig.json"),
      compilerOptions: { typeRoots: [], types: [] },
      include: ["src"],
    };
    writeFileSync(join(folder, "package.json"), JSON.stringify({ type: "module" }));
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(config));
    const refused = new Set([...(await typeErrors(folder)).matchAll(/src\/m(\d+)\.ts\(/g)].map(([, i]) => Number(i)));
    return mutants.filter((_, i) => !refused.has(i)).map(({ name }) => name);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What the compiler prints; it fails where it finds something, which it is here to do. */
async function typeErrors(folder: string): Promise<string> {
  const tsc = join(root, "node_modules/typescript/bin/tsc");
  try {
    const done = promisify(execFile)(process.execPath, [tsc, "-p", folder, "--pretty", "false"], { maxBuffer: 1e8 });
    return (await done).stdout;
  } catch (error) {
    return (error as { readonly stdout: string }).stdout;
  }
}
