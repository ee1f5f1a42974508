import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { loadConfig } from "../packages/runtime/src/load-config.ts";
import { readConfig } from "../packages/runtime/src/read-config.ts";
import { CONFIG_FILE, writeConfig } from "./config-file.ts";
import { readStage } from "./stage.ts";

const root = mkdtempSync(join(tmpdir(), "skylane-config-"));
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(root, { recursive: true });
});

describe("infra/config-file", () => {
  it("gives functions as JSON what a person wrote as YAML, and what the stage says of building", () => {
    const project = join(import.meta.dirname, "..");
    vi.stubEnv("SKYLANE_STAGES", "test/infra/stages");
    const stage = readStage("prod", project);

    const file = writeConfig(stage, root);

    expect(file).toBe(join(".artefacts/prod", CONFIG_FILE));
    const { intents, ...written } = loadConfig(join(project, "test/infra/stages/skylane.yaml"));
    expect(readConfig(join(root, file), JSON.parse)).toEqual({
      ...written,
      intents: { ...intents, building: "on", provers: stage.config.intents.provers },
    });
    expect(readFileSync(join(root, file), "utf8")).toMatch(/^\{"version":1,/);
  });
});
