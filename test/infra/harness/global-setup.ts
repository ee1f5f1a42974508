import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { text } from "node:stream/consumers";
import type { TestProject } from "vitest/node";
import { bundleConfig } from "./bundle.ts";
import { stageNames } from "./stages.ts";

const RENDER_TIMEOUT_MS = 300_000;
/** Pulumi takes a stack trace for each of its promises: short ones make a render a third faster. */
const STACK_FRAMES = 4;

/** Renders each stage once for the whole run; tests read them with `stacks()`. */
export async function setup(project: TestProject) {
  const root = resolve(import.meta.dirname, "../../..");
  const folder = mkdtempSync(join(tmpdir(), "skylane-stacks-"));
  for (const stage of stageNames) makeArtefacts(root, stage);
  const bundle = await bundleConfig(root);
  const files = await Promise.all(
    stageNames.map(async (stage) => [stage, await renderStage(root, bundle, stage, join(folder, stage))] as const),
  );
  project.provide("stackFiles", Object.fromEntries(files));
  return () => {
    for (const path of [folder, bundle]) rmSync(path, { recursive: true, force: true });
  };
}

/** The packages for other clouds that a stage deploys, as an operator makes them. */
function makeArtefacts(root: string, stage: string): void {
  const { status, stderr } = spawnSync(process.execPath, ["tools/artefacts.ts", "--stage", stage], {
    cwd: root,
    env: { ...process.env, SKYLANE_STAGES: "test/infra/stages" },
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`the packages of ${stage} could not be made\n${stderr}`);
}

/** Runs the bundle for one stage, with no credentials and an empty home; answers the path of what it wrote. */
async function renderStage(root: string, bundle: string, stage: string, out: string): Promise<string> {
  mkdirSync(out, { recursive: true });
  const child = spawn(process.execPath, ["--no-deprecation", `--stack-trace-limit=${STACK_FRAMES}`, bundle], {
    cwd: root,
    env: {
      PATH: process.env.PATH ?? "",
      HOME: out,
      AWS_PROFILE: "none", // nothing is sent; without a profile a deployment would not begin
      SKYLANE_STAGES: "test/infra/stages",
      SKYLANE_RENDER: JSON.stringify({ root, stage, out }),
    },
    timeout: RENDER_TIMEOUT_MS,
  });
  const exit = new Promise<number | null>((done, fail) => child.on("error", fail).on("close", done));
  const [code, said, complained] = await Promise.all([exit, text(child.stdout), text(child.stderr)]);
  if (code !== 0) throw new Error(`rendering ${stage} ended with ${code}\n${said}${complained}`);
  return join(out, "stack.json");
}
