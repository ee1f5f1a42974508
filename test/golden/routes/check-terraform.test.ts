import { describe, expect, it } from "vitest";
import { faultsOf, schemas } from "./check-terraform.ts";

const route = {
  transit_gateway_route_table_id: "tgw-rtb-1",
  destination_cidr_block: "10.9.0.0/16",
  transit_gateway_attachment_id: `\${var.id}`,
};
const documentWith = (body: object, rest: object = {}) => ({
  terraform: {
    required_version: ">= 1.6.0",
    required_providers: { aws: { source: "hashicorp/aws", version: ">= 6" } },
  },
  provider: { aws: {} },
  variable: { id: { type: "string" } },
  resource: { aws_ec2_transit_gateway_route: { r: body } },
  ...rest,
});

describe("golden/routes/check-terraform", () => {
  it("finds nothing in a document that is right", () => {
    expect(faultsOf(documentWith({ ...route, lifecycle: { prevent_destroy: true } }))).toEqual([]);
  });

  it.each([
    [
      "an argument that there is not",
      documentWith({ ...route, local_preference: 200 }),
      /local_preference: no such argument/,
    ],
    [
      "one that is missing",
      documentWith({ ...route, destination_cidr_block: undefined }),
      /destination_cidr_block is missing/,
    ],
    ["a wrong type", documentWith({ ...route, destination_cidr_block: 10 }), /is no string/],
    ["a resource without schema", documentWith(route, { resource: { aws_vpc: { v: {} } } }), /no schema of aws_vpc/],
    [
      "a provider that is not required",
      documentWith(route, { resource: { oci_core_vcn: { v: {} } } }),
      /provider oci is not required/,
    ],
    ["a reference to nothing", documentWith({ ...route, blackhole: `\${var.other}` }), /var\.other\} names nothing/],
    [
      "a variable that is not used",
      documentWith({ ...route, transit_gateway_attachment_id: "x" }),
      /variable id is not used/,
    ],
    ["an import of nothing", documentWith(route, { import: [{ to: "aws_route.x", id: "x" }] }), /import aws_route\.x/],
    [
      "an item of nothing",
      documentWith({ ...route, destination_cidr_block: `\${each.value}` }),
      /r: each without for_each/,
    ],
    ["an output of nothing", documentWith(route, { output: { x: {} } }), /output x has no value/],
    ["a block that there is not", documentWith(route, { locals: {} }), /locals: no such block/],
  ])("finds %s", (_, document, fault) => {
    expect(faultsOf(document).join("\n")).toMatch(fault);
  });

  it("knows where its facts are from", () => {
    expect(Object.keys(schemas).toSorted()).toEqual(["aws", "azurerm", "google", "oci"]);
    for (const { source } of Object.values(schemas)) expect(source).toMatch(/^@(cdktf|pulumi)\/[\w-]+ \d+\.\d+\.\d+/);
  });
});
