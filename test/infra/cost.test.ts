import { describe, expect, it } from "vitest";
import { stacks } from "./harness/stages.ts";

/** What is paid for by the hour whether anybody uses it or not, and what a serverless stack has no need of. */
const PAID_FOR_BEING_THERE = [
  "aws:ec2/natGateway:NatGateway",
  "aws:ec2/eip:Eip",
  "aws:lb/loadBalancer:LoadBalancer",
  "aws:ec2transitgateway/transitGateway:TransitGateway",
  "aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig",
  "aws:schemas/discoverer:Discoverer",
  "gcp:vpcaccess/connector:Connector",
];
const MOST_ALARMS = 100;

describe.each(stacks())("what %s is paid for", (_, stack) => {
  it("has nothing that costs by the hour", () => {
    const types = new Set(stack.resources.map(({ type }) => type));

    expect(PAID_FOR_BEING_THERE.filter((type) => types.has(type))).toEqual([]);
    const endpoints = stack.ofType("aws:ec2/vpcEndpoint:VpcEndpoint");
    expect(endpoints.filter(({ inputs }) => inputs.vpcEndpointType === "Interface")).toEqual([]);
  });

  it("keeps no log for ever", () => {
    const groups = stack.ofType("aws:cloudwatch/logGroup:LogGroup");

    expect(groups.length).toBeGreaterThan(10);
    for (const { name, inputs } of groups) expect(inputs.retentionInDays, name).toBeGreaterThan(0);
  });

  it("pays for tables by request", () => {
    const tables = stack.ofType("aws:dynamodb/table:Table");

    expect(tables.length).toBeGreaterThan(0);
    for (const { name, inputs } of tables) expect(inputs.billingMode, name).toBe("PAY_PER_REQUEST");
  });

  it("has alarms for the installation, not for each path", () => {
    const alarms = stack.ofType("aws:cloudwatch/metricAlarm:MetricAlarm");
    const filters = stack.ofType("aws:cloudwatch/logMetricFilter:LogMetricFilter");

    expect(alarms.length + filters.length).toBeLessThan(MOST_ALARMS);
    expect(JSON.stringify([alarms, filters].flat().map(({ inputs }) => inputs))).not.toContain("dx-use1-1");
  });

  it("gives every function its memory, and none more than a gigabyte", () => {
    for (const { name, inputs } of stack.ofType("aws:lambda/function:Function")) {
      if (inputs.memorySize === undefined) continue;
      expect(inputs.memorySize, name).toBeLessThanOrEqual(1_024);
    }
  });
});
