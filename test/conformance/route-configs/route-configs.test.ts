import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as directConnect from "@aws-sdk/client-direct-connect";
import * as ec2 from "@aws-sdk/client-ec2";
import { NetworkManagementClient } from "@azure/arm-network";
import { compute } from "@googleapis/compute";
import * as ociCore from "oci-core";
import { afterAll, describe, expect, it } from "vitest";
import { allConfigs } from "./all-configs.ts";

const credential = { getToken: () => Promise.reject(new Error("no call is made")) };
const azureNetwork = new NetworkManagementClient(credential, "00000000-0000-0000-0000-000000000000");

/** Whether an SDK has an operation, by the service that plans name. */
const sdks: Readonly<Record<string, (operation: string) => boolean>> = {
  ec2: (operation) => `${operation}Command` in ec2,
  "direct-connect": (operation) => `${operation}Command` in directConnect,
  "azure-network": (path) => typeof memberAt(azureNetwork, path) === "function",
  compute: (path) => typeof memberAt(compute("v1"), path) === "function",
  "oci-core": (operation) => operation in ociCore.VirtualNetworkClient.prototype,
};

const memberAt = (root: object, path: string): unknown =>
  path.split(".").reduce<unknown>((at, name) => (at as Record<string, unknown> | undefined)?.[name], root);

const operationsIn = (value: unknown): readonly string[] =>
  typeof value !== "object" || value === null
    ? []
    : Object.entries(value).flatMap(([key, inner]) =>
        (key === "operation" || key === "$ifPresent") && typeof inner === "string" ? [inner] : operationsIn(inner),
      );

const operations = [...new Set(allConfigs.flatMap(([, { calls }]) => operationsIn(calls)))].toSorted();
const scripts = allConfigs.flatMap(([name, config]) =>
  config.scripts.flatMap(({ dialect, apply, undo }) => [
    { name, dialect, what: "apply", text: apply },
    { name, dialect, what: "undo", text: undo },
  ]),
);

const hasVtysh = spawnSync("vtysh", ["--version"]).error === undefined;
if (!hasVtysh)
  console.log("route-configs: vtysh is not installed (package frr), so what FRR says of the text is not asked");
const hasTerraform = spawnSync("terraform", ["-version"]).error === undefined;
if (!hasTerraform)
  console.log("route-configs: terraform is not installed, so what it says of the documents is not asked");
const folder = mkdtempSync(join(tmpdir(), "skylane-routes-"));
afterAll(() => rmSync(folder, { recursive: true }));

describe("conformance/route-configs", () => {
  it("speaks of every SDK", () => {
    expect(new Set(operations.map((operation) => operation.split(":")[0]))).toEqual(new Set(Object.keys(sdks)));
  });

  it.each(operations)("%s is an operation of its SDK", (operation) => {
    const [service = "", name = ""] = operation.split(":");

    expect(sdks[service]?.(name)).toBe(true);
    expect(sdks[service]?.(`${name}Nonsense`)).toBe(false);
  });

  it.runIf(hasVtysh).each(scripts.filter(({ dialect }) => dialect === "frr"))(
    "FRR reads $name, $what",
    ({ name, what, text }) => {
      const check = (lines: string) => {
        const file = join(folder, `${name}-${what}.conf`);
        writeFileSync(file, lines);
        return spawnSync("vtysh", ["-C", "-f", file], { encoding: "utf8" });
      };

      expect(check(text)).toMatchObject({ status: 0, stdout: "" });
      expect(check(`${text}no such line\n`).status).not.toBe(0);
    },
  );

  it.each(scripts.filter(({ dialect }) => ["aws", "az", "gcloud", "oci"].includes(dialect)))(
    "a shell reads $name, $dialect $what",
    ({ text }) => {
      expect(spawnSync("sh", ["-n"], { input: text, encoding: "utf8" })).toMatchObject({ status: 0, stderr: "" });
    },
  );

  // reads the whole document and its blocks; the arguments are checked against the providers' schemas in test/golden/routes
  it.runIf(hasTerraform).each(allConfigs.filter(([, { terraform }]) => terraform))(
    "Terraform reads %s",
    (name, config) => {
      const cwd = mkdtempSync(join(folder, name));
      const read = (document: object) => {
        writeFileSync(join(cwd, "main.tf.json"), JSON.stringify(document));
        return spawnSync("terraform", ["providers"], { cwd, encoding: "utf8" }).status;
      };

      expect(read(config.terraform ?? {})).toBe(0);
      expect(read({ ...config.terraform, nonsense: {} })).not.toBe(0);
    },
  );
});
