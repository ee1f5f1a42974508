import { DirectConnectClient, ListVirtualInterfaceTestHistoryCommand } from "@aws-sdk/client-direct-connect";
import { startTwin, type Twin } from "@skylane/twin";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { aConfig } from "../../../test/support/builders.ts";
import { smallEstate } from "../../../test/support/small-estate.ts";
import { checkFaultTests, makeFaultTests } from "./index.ts";

let twin: Twin;
const settings = { regionId: "us-east-1", virtualInterfaceId: "dxvif-1" };
const testOf = (id = "aws.bgp-failover-test") => makeFaultTests({ routerGatewayUrl: undefined }).test(id);
const over = (): string[] =>
  twin.world.traceBetween("10.1.0.5", "10.9.0.5").crossings.map(({ connection }) => connection.id);
const history = async () =>
  (
    await new DirectConnectClient({ region: "us-east-1" }).send(
      new ListVirtualInterfaceTestHistoryCommand({ virtualInterfaceId: "dxvif-1" }),
    )
  ).virtualInterfaceTestHistory;

beforeEach(async () => {
  twin = await startTwin({ estate: smallEstate(), apiPort: 0, socksPort: 0, seed: 1 });
  await fetch(`${twin.apiUrl}/lab/realism`, {
    method: "PUT",
    body: JSON.stringify({ apiLatencyMs: 0, apiJitterMs: 0 }),
  });
  vi.stubEnv("AWS_ENDPOINT_URL_DIRECT_CONNECT", twin.apiUrl);
  vi.stubEnv("AWS_ACCESS_KEY_ID", "SIM");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "SIM");
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await twin.close();
});

describe("clouds/aws/bgp-failover-test", () => {
  it("takes the path away until it is stopped, shows it, and says what it was told of its duration", async () => {
    const test = testOf();
    expect(await test.read(settings)).toEqual({ isTesting: false, isUp: true });

    expect(await test.start(settings, 9.2)).toBe("started");
    await vi.waitFor(() => expect(over()).toEqual(["vpn"]), { timeout: 5_000 });
    expect(await test.read(settings)).toEqual({ isTesting: true, isUp: false });
    expect(await history()).toMatchObject([{ status: "IN_PROGRESS", testDurationInMinutes: 10 }]);

    expect(await test.stop(settings)).toBe("stopped");
    expect(await test.read(settings)).toEqual({ isTesting: false, isUp: true });
    expect(over()).toEqual(["dx"]);
    expect(await history()).toMatchObject([{ status: "COMPLETED" }]);
  });

  it("does everything twice with one effect", async () => {
    const test = testOf();

    expect(await test.stop(settings)).toBe("already");
    await test.start(settings, 2);
    expect(await test.start(settings, 2)).toBe("already");
    await test.stop(settings);
    expect(await test.stop(settings)).toBe("already");
    expect(await history()).toHaveLength(1);
  });

  it("names an interface that is not there, and what it may not do", async () => {
    await expect(testOf().read({ ...settings, virtualInterfaceId: "dxvif-9" })).rejects.toMatchObject({
      name: "ERR_CLOUD_NOT_FOUND",
    });
    const deniedActions = ["directconnect:StartBgpFailoverTest"];
    await fetch(`${twin.apiUrl}/lab/realism`, {
      method: "PUT",
      body: JSON.stringify({ deniedActions, apiLatencyMs: 0 }),
    });
    await expect(testOf().start(settings, 2)).rejects.toMatchObject({ name: "ERR_CLOUD_DENIED" });
    expect(over()).toEqual(["dx"]);
  });

  it("says that the cloud is away, as something worth another try", async () => {
    await twin.close();

    await expect(testOf().read(settings)).rejects.toMatchObject({ name: "ERR_CLOUD_UNAVAILABLE", kind: "unavailable" });
  }, 20_000);
});

describe("clouds/make-fault-tests", () => {
  const withTest = (faultTest: object) =>
    aConfig((raw) => ({
      ...raw,
      groups: raw.groups.map((group) => ({ ...group, paths: group.paths.map((path) => ({ ...path, faultTest })) })),
    }));

  it("refuses a test no cloud has, and settings it does not take", () => {
    const tests = makeFaultTests({ routerGatewayUrl: undefined });

    checkFaultTests(withTest({ test: "aws.bgp-failover-test", settings }), tests);
    expect(() => checkFaultTests(withTest({ test: "aws.magic", settings: {} }), tests)).toThrow(
      /^there is no official test "aws\.magic"; there are .*aws\.bgp-failover-test/,
    );
    expect(() => checkFaultTests(withTest({ test: "aws.bgp-failover-test", settings: {} }), tests)).toThrow(
      "faultTest of path dx does not fit aws.bgp-failover-test",
    );
  });
});
