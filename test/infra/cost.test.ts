import { estimatesOf } from "@skylane/clouds";
import { priceUse, standingUse, usdOf } from "@skylane/engine";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { readStage } from "../../infra/stage.ts";
import { useOfStage } from "../support/stage-cost.ts";
import type { Resource } from "./harness/stack.ts";
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
/** An alarm is charged for each metric it looks at, $0.10 each: in two Regions together these may be five dollars. */
const MOST_ALARM_METRICS = 50;
/** How many metrics an alarm looks at. A query finds none while all is well; it counts as one. */
const metricCount = ({ inputs }: Resource): number =>
  inputs.metricQueries === undefined
    ? 1
    : Math.max(1, inputs.metricQueries.filter(({ metric }: { metric?: object }) => metric !== undefined).length);

const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);

beforeAll(() => void vi.stubEnv("SKYLANE_STAGES", "test/infra/stages"));
afterAll(() => void vi.unstubAllEnvs());

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

    const metrics = sum(alarms.map(metricCount));
    expect(metrics).toBeLessThan(MOST_ALARM_METRICS);
    console.log(`${stack.app.stage}: ${alarms.length} alarms on ${metrics} metrics, ${filters.length} filters`);
    const asked = JSON.stringify([alarms, filters].flat().map(({ inputs }) => inputs));
    expect(asked).not.toContain("dx-use1-1");
    expect(asked).not.toMatch(/\$\.(pathId|connectionId|flowId)/); // a metric for each value that a log line may have
  });

  it("has as many alarms, dashboards and keys as are foreseen and told", () => {
    const { config, regions, settings } = readStage(String(stack.app.stage));
    const choices = { hasDashboard: settings.dashboard === "on" };
    const foreseen = standingUse(config, [regions.home, regions.standby], [], choices);
    const unitsOf = (item: string): number =>
      sum(foreseen.filter((one) => one.item === item).map(({ units }) => units));

    expect(unitsOf("alarm")).toBe(sum(stack.ofType("aws:cloudwatch/metricAlarm:MetricAlarm").map(metricCount)));
    expect(unitsOf("dashboard")).toBe(stack.ofType("aws:cloudwatch/dashboard:Dashboard").length);
    expect(unitsOf("key")).toBe(stack.ofType("aws:kms/key:Key").length);
  });

  it("is within its budget with what is paid for being there", () => {
    const stage = readStage(String(stack.app.stage));
    const used = useOfStage(stage);
    const regionIds = [stage.regions.home, stage.regions.standby];
    const { budgetUsdPerMonth, dashboard } = stage.settings;
    const standing = standingUse(stage.config, regionIds, used, { hasDashboard: dashboard === "on" });
    const usd = usdOf(priceUse([...used, ...standing], estimatesOf().price));

    console.log(`${stage.stage}: $${usd.toFixed(2)} a month of a budget of $${budgetUsdPerMonth}`);
    expect(usd).toBeLessThan(budgetUsdPerMonth);
  });

  it("gives every function its memory, and none more than a gigabyte but the one that needs a whole CPU", () => {
    for (const { name, inputs } of stack.ofType("aws:lambda/function:Function")) {
      if (inputs.memorySize === undefined) continue;
      expect(inputs.memorySize, name).toBeLessThanOrEqual(name.startsWith("ShowReconciliation") ? 1_769 : 1_024);
    }
  });
});
