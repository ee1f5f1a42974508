import type { ProverSettings } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { aService } from "../../../../../test/support/intent-builders.ts";
import { findProver } from "./find-prover.ts";

const prover: ProverSettings = { networkKey: "aws/vpc-1", regionId: "us-east-1", subnetIds: ["subnet-1"] };
const inVpc = { networkKey: "aws/vpc-1", subnetIds: ["subnet-1", "subnet-2"] };
const lambda = aService("orders", { ...inVpc, kind: "lambda" });
const machine = aService("orders", inVpc);
const database = aService("ledger", { kind: "cloud-sql", cloud: "gcp", networkKey: "gcp/net-1" });
const azureSql = aService("orderdb", { kind: "azure-sql", cloud: "azure" });

describe("engine/intent/provision/find-prover", () => {
  it.each([
    ["all, where no networks are named", machine, database, undefined, { kind: "all" }],
    ["the one in the subnets that rules let in", lambda, database, [prover], { kind: "one", prover }],
    [
      "the one in the network, to a private endpoint that no rule guards",
      machine,
      azureSql,
      [prover],
      { kind: "one", prover },
    ],
    [
      "none where none stands",
      lambda,
      database,
      [],
      { because: expect.stringContaining("aws/vpc-1; name one under aws.provers") },
    ],
    [
      "none in other subnets than the source's",
      lambda,
      database,
      [{ ...prover, subnetIds: ["subnet-1", "subnet-9"] }],
      { because: expect.stringContaining("name subnet-1, subnet-2 for it") },
    ],
    [
      "none for a machine that is let in by its address",
      machine,
      database,
      [prover],
      { because: expect.stringContaining("rules let in 10.1.0.9 alone") },
    ],
    [
      "none for a function whose subnets nobody has seen",
      { ...lambda, subnetIds: [] },
      database,
      [prover],
      { because: expect.stringContaining("rules let in 10.1.0.9 alone") },
    ],
  ])("finds %s", (_, source, destination, provers, found) => {
    expect(findProver({ source, destination }, { provers: provers && [...provers] })).toMatchObject(found);
  });
});
