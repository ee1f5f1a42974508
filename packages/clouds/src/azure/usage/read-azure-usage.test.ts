import type { SeenService } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { POINT_MS } from "../../_shared/usage/usage.ts";
import { fakeArm } from "../discover/fake-arm.ts";
import { readAzureUsage } from "./read-azure-usage.ts";

const FROM = Date.UTC(2026, 10, 2);
const machine = (name: string): SeenService => ({
  key: `azure/${name}`,
  kind: "azure-vm",
  cloud: "azure",
  accountId: "s",
  regionId: "eastus",
  nativeId: `/subscriptions/s/resourcegroups/g/providers/microsoft.compute/virtualmachines/${name}`,
  name,
  tags: {},
  subnetIds: [],
  addresses: [],
  isPublic: false,
  guards: [],
});
const at = (point: number): string => new Date(FROM + point * POINT_MS).toISOString();

interface Answer {
  readonly statusCode: number;
  readonly body: object;
}
const sized = (vmSize: string): Answer => ({
  statusCode: 200,
  body: { value: [{ id: machine("a").nativeId.toUpperCase(), properties: { hardwareProfile: { vmSize } } }] },
});

async function read(answer: (name: string, url: URL) => Answer, listed: Answer = sized("Standard_D4s_v5")) {
  const urls: URL[] = [];
  const httpClient = fakeArm((_, request) => {
    const url = new URL(request.url);
    if (url.pathname.endsWith("/virtualMachines")) return listed;
    urls.push(url);
    return answer(url.pathname.split("/")[8] ?? "", url);
  });
  const { measured, gaps } = await readAzureUsage(
    {},
    { environment: { AZURE_ACCESS_TOKEN: "any" }, httpClient },
  )({
    machines: [machine("a"), machine("b")],
    fromMs: FROM,
    toMs: FROM + 3_600_000,
    accounts: [],
    concurrency: 2,
    nowMs: () => FROM,
  });
  return { measured: measured.map((one) => [one.machine.name, one.cpuRatio]), measuredMachines: measured, gaps, urls };
}
/** Of an hour, up to 12 percent. */
const points = Array.from({ length: 12 }, (_, i) => i + 1);
const told = (data: readonly object[]) => ({ statusCode: 200, body: { value: [metric("Percentage CPU", data)] } });
const metric = (value: string, data: readonly object[]) => ({ name: { value }, timeseries: [{ data }] });

describe("clouds/azure/usage", () => {
  it("takes percents of five minutes, and a moment without a value for nothing measured", async () => {
    const { measured, gaps, urls } = await read((name) =>
      told(
        name === "a"
          ? points.map((average, i) => ({ timeStamp: at(i), average }))
          : points.map((average, i) => ({ timeStamp: at(i), ...(i !== 3 && { average }) })),
      ),
    );

    expect(gaps).toEqual([]);
    expect(measured).toEqual([
      ["a", [0.12]],
      ["b", [undefined]],
    ]);
    expect(Object.fromEntries(urls[0]?.searchParams ?? [])).toMatchObject({
      metricnames: "Percentage CPU,Available Memory Bytes",
      interval: "PT5M",
      aggregation: "Average",
      timespan: "2026-11-02T00:00:00.000Z/2026-11-02T01:00:00.000Z",
    });
  });

  it("takes what is left of memory from what the size has; of a size that is not known nothing", async () => {
    const both = {
      statusCode: 200,
      body: {
        value: [
          metric("Percentage CPU", [{ timeStamp: at(0), average: 1 }]),
          metric(
            "Available Memory Bytes",
            points.map((_, i) => ({ timeStamp: at(i), average: 12 * 2 ** 30 })),
          ),
        ],
      },
    };
    const { measuredMachines } = await read(() => both);
    const other = await read(() => both, sized("Standard_M8ms"));

    expect(measuredMachines.map(({ size, memoryRatio }) => [size, memoryRatio])).toEqual([
      ["Standard_D4s_v5", [0.25]],
      [undefined, undefined],
    ]);
    expect(other.measuredMachines.map(({ size, memoryRatio }) => [size, memoryRatio])).toEqual([
      ["Standard_M8ms", undefined],
      [undefined, undefined],
    ]);
  });

  it("says what is missing where a machine may not be asked, or answers what is no metric, and reads the others", async () => {
    const refused = { statusCode: 403, body: { error: { code: "AuthorizationFailed", message: "no" } } };
    const { measured, gaps } = await read((name) =>
      name === "a" ? refused : told([{ timeStamp: at(0), average: null }]),
    );

    expect(measured).toEqual([["b", [undefined]]]);
    expect(gaps).toMatchObject([{ reason: "denied", operation: "Microsoft.Insights/metrics/read" }]);
    const odd = await read(() => told([{ timeStamp: "yesterday", average: 1 }]));
    expect(odd.measured).toEqual([]);
    expect(odd.gaps).toHaveLength(1);
  });
});
