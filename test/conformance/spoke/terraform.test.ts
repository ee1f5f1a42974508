import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const hasTerraform = spawnSync("terraform", ["-version"]).error === undefined;
if (!hasTerraform) console.log("spoke: terraform is not installed, so its own checks of the variables are not asked");

const folder = join(import.meta.dirname, "../../../infra/spoke/gcp");

/** What Terraform itself says of these values; without the resources, for whose provider it would need the internet. */
function refusalOf(document: "account" | "identity", values: Readonly<Record<string, unknown>>): string {
  const { variable } = JSON.parse(readFileSync(join(folder, document, "main.tf.json"), "utf8")) as {
    readonly variable: Readonly<Record<string, object>>;
  };
  const cwd = mkdtempSync(join(tmpdir(), "skylane-spoke-"));
  try {
    writeFileSync(join(cwd, "main.tf.json"), JSON.stringify({ variable }));
    writeFileSync(join(cwd, "terraform.tfvars.json"), JSON.stringify(values));
    const { status, stdout, stderr } = spawnSync("terraform", ["plan", "-input=false", "-no-color"], {
      cwd,
      encoding: "utf8",
    });
    return status === 0 ? "" : `${stdout}${stderr}`.replaceAll(/[│╷╵\s]+/g, " ");
  } finally {
    rmSync(cwd, { recursive: true });
  }
}

const account = {
  project_id: "globalcart-prod",
  alarm_topic: "projects/skylane-hub/topics/skylane-alarms",
  observers: ["serviceAccount:skylane-observer@skylane-hub.iam.gserviceaccount.com"],
};
const identity = {
  project_id: "skylane-hub",
  issuer: "https://0a1b2c3d-1111-2222-3333-444455556666.tokens.sts.global.api.aws",
  hub_account_id: "111122223333",
  hub_observer_role_arns: ["arn:aws:iam::111122223333:role/skylane-discover-cloud"],
};

describe.runIf(hasTerraform)(
  "the documents of a Google Cloud project, as Terraform reads them",
  { timeout: 60_000 },
  () => {
    // reads the whole document and its blocks; the arguments are checked against the provider's schema in test/architecture
    it.each(["account", "identity"])("%s is read whole", (document) => {
      const cwd = mkdtempSync(join(tmpdir(), "skylane-spoke-"));
      try {
        cpSync(join(folder, document), cwd, { recursive: true });
        expect(spawnSync("terraform", ["providers"], { cwd, encoding: "utf8" }).stdout).toContain("hashicorp/google");
      } finally {
        rmSync(cwd, { recursive: true });
      }
    });

    it("takes what they are made for", () => {
      expect(refusalOf("account", account)).toBe("");
      expect(refusalOf("identity", identity)).toBe("");
      expect(
        refusalOf("account", {
          ...account,
          router_priority_members: [
            "principal://iam.googleapis.com/projects/123456789012/locations/global/workloadIdentityPools/skylane/subject/arn:aws:iam::111122223333:role/skylane-apply-change",
          ],
        }),
      ).toBe("");
    });

    it.each([
      [
        "everybody of a pool",
        "account",
        {
          ...account,
          observers: ["principalSet://iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/skylane/*"],
        },
        /never a set of principals/,
      ],
      ["everybody at all", "account", { ...account, import_policy_members: ["allUsers"] }, /never a set of principals/],
      [
        "a topic without its project",
        "account",
        { ...account, alarm_topic: "skylane-alarms" },
        /projects\/<project>\/topics/,
      ],
      ["a project's number", "account", { ...account, project_id: "123456789012" }, /not its number or name/],
      [
        "another's issuer",
        "identity",
        { ...identity, issuer: "https://accounts.example" },
        /outbound identity federation/,
      ],
      ["no project", "account", { ...account, project_id: undefined }, /project_id/],
    ] as const)("refuses %s", (_, document, values, says) => {
      expect(refusalOf(document, values)).toMatch(says);
    });
  },
);
