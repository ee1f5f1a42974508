import { spawnSync } from "node:child_process";
import { appendFileSync, cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const root = join(import.meta.dirname, "..");
const check = (stage: string, env: Record<string, string>) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ["tools/check-stage.ts", stage], {
    cwd: root,
    encoding: "utf8",
    env: { PATH: process.env.PATH ?? "", HOME: "/nonexistent", SKYLANE_STAGES: "test/infra/stages", ...env },
  });
  return { status, said: `${stdout}${stderr}` };
};

describe("tools/check-stage", () => {
  it("says where a stage that is fit would be deployed", () => {
    expect(check("prod", { AWS_PROFILE: "hub" })).toEqual({
      status: 0,
      said: "skylane can be deployed: account 111122223333, us-east-1 and us-west-2.\n",
    });
  });

  it("says what is missing, and fails", () => {
    const noCredentials = check("prod", {});
    const noStage = check("nowhere", { AWS_PROFILE: "hub" });

    expect(noCredentials.status).toBe(1);
    expect(noCredentials.said).toContain("credentials: there are none of AWS here");
    expect(noStage.status).toBe(1);
    expect(noStage.said).toContain("ERR_CONFIG_MISSING: cannot read test/infra/stages/nowhere.yaml; write it");
  });

  it("refuses policies that are no Cedar, with their line", () => {
    const folder = mkdtempSync(join(tmpdir(), "skylane-stages-"));
    try {
      cpSync(join(root, "test/infra/stages"), folder, { recursive: true });
      appendFileSync(
        join(folder, "skylane.yaml"),
        "\nrights:\n  policies: |\n    // ours\n    permit (principal action, resource);\n",
      );
      const { status, said } = check("prod", { AWS_PROFILE: "hub", SKYLANE_STAGES: folder });

      expect(status).toBe(1);
      expect(said).toMatch(/^ERR_RIGHTS_INVALID: .*\nrights\.policies, line 2: unexpected token `action`/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
