import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, describe, expect, it } from "vitest";
import { makeBundle } from "../../tools/bundle/make-bundle.ts";
import { targets } from "../../tools/bundle/targets.ts";

const outDir = mkdtempSync(join(tmpdir(), "skylane-solver-"));
afterAll(() => rmSync(outDir, { recursive: true }));

const root = join(import.meta.dirname, "../..");
const PROGRAM = `
const { default: load } = await import(process.argv[1]);
const highs = await load();
process.stdout.write(String(typeof highs.createModel));`;

/** The chunk of a function's bundle that holds the solver, of those that its code can load; absent = it never loads it. */
async function solverIn(name: string): Promise<string | undefined> {
  const target = targets().find((one) => one.name === name);
  if (!target) throw new Error(`no function ${name}`);
  const {
    metafile: { outputs },
    entryFile,
  } = await makeBundle(target, outDir);
  const seen = new Set<string>();
  const visit = (file: string): void => {
    if (seen.has(file)) return;
    seen.add(file);
    for (const { path, external } of outputs[file]?.imports ?? []) if (external !== true) visit(path);
  };
  visit(entryFile);
  const chunk = [...seen].find((file) =>
    Object.keys(outputs[file]?.inputs ?? {}).some((input) => input.includes("node_modules/highs/")),
  );
  return chunk === undefined ? undefined : join(root, chunk);
}

describe("the solver in a bundle", () => {
  it.each(["optimise-paths", "explain-flow"])(
    "of %s loads in plain Node with nothing beside it but its WebAssembly",
    async (name) => {
      const chunk = await solverIn(name);
      const { stdout } = await promisify(execFile)(
        process.execPath,
        ["--input-type=module", "--eval", PROGRAM, String(chunk)],
        { cwd: join(outDir, name), env: {} },
      );

      expect(stdout).toBe("function");
    },
  );

  it("is in no function that only shows or stores plans", async () => {
    for (const name of ["show-path-plan", "refresh-choices"])
      expect([name, await solverIn(name)]).toEqual([name, undefined]);
  });
});
