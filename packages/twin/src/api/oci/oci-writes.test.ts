import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type OracleTwin, startOracleTwin } from "../../../../../test/support/oracle-twin.ts";

let oracle: OracleTwin;
beforeEach(async () => {
  oracle = await startOracleTwin();
});
afterEach(() => oracle.close());

interface Shown {
  readonly id: string;
  readonly priority: number;
  readonly trafficMode: string;
  readonly destination: string;
  readonly routeType: string;
  readonly routeProvenance: string;
  readonly nextHopDrgAttachmentId: string;
  readonly matchCriteria: readonly Readonly<Record<string, string>>[];
}
const TO_DC = ["10.20.0.5", "10.9.0.5"] as const;
const call = async (method: string, path: string, body?: object, headers?: Readonly<Record<string, string>>) => {
  const answer = await oracle.stranger(method, path, body, headers);
  const { code } = (answer.body ?? {}) as { code?: string };
  return { ...answer, code, rows: answer.body as Shown[], row: answer.body as Shown };
};
const table = () => `drgRouteTables/${oracle.ids.table}`;
const distribution = () => `drgRouteDistributions/${oracle.ids.distribution}`;
const circuit = (name: string) => `virtualCircuits/${oracle.ids.circuits[name]}`;
const addRule = (attachment: string, destination = "10.9.0.0/16", token?: string) =>
  call(
    "POST",
    `${table()}/actions/addDrgRouteRules`,
    {
      routeRules: [
        {
          destination,
          destinationType: "CIDR_BLOCK",
          nextHopDrgAttachmentId: oracle.ids.attachments[attachment] ?? attachment,
        },
      ],
    },
    token === undefined ? {} : { "opc-retry-token": token },
  );
const accept = (attachment: string, priority: number) => ({
  action: "ACCEPT",
  priority,
  matchCriteria: [{ matchType: "DRG_ATTACHMENT_ID", drgAttachmentId: oracle.ids.attachments[attachment] }],
});
const addStatements = (...statements: readonly object[]) =>
  call("POST", `${distribution()}/actions/addDrgRouteDistributionStatements`, { statements });
const statements = async () => (await call("GET", `${distribution()}/drgRouteDistributionStatements`)).rows;
const remove = (...statementIds: readonly string[]) =>
  call("POST", `${distribution()}/actions/removeDrgRouteDistributionStatements`, { statementIds });

describe("twin/api/oci (virtual circuits)", () => {
  it("drains over the version that was read, and refuses over an older one", async () => {
    const { headers, row } = await call("GET", circuit("fc-1"));
    const etag = headers.get("etag") ?? "";
    const drained = await call("PUT", circuit("fc-1"), { trafficMode: "DRAIN" }, { "if-match": etag });

    expect(row.trafficMode).toBe("NORMAL");
    expect(drained).toMatchObject({ status: 200, row: { trafficMode: "DRAIN" } });
    expect(drained.headers.get("etag")).not.toBe(etag);
    expect(oracle.carriers(TO_DC)).toEqual(["fc-2"]);
    expect(await call("PUT", circuit("fc-1"), { trafficMode: "NORMAL" }, { "if-match": etag })).toMatchObject({
      status: 412,
      code: "NoEtagMatch",
    });
    expect(oracle.carriers(TO_DC)).toEqual(["fc-2"]);
  });

  it("refuses what a circuit cannot be told, and one that is not there", async () => {
    expect(await call("PUT", circuit("fc-1"), { trafficMode: "AWAY" })).toMatchObject({
      status: 400,
      code: "InvalidParameter",
    });
    expect((await call("PUT", circuit("fc-1"), { bandwidthShapeName: "1 Gbps" })).status).toBe(400);
    expect((await call("PUT", "virtualCircuits/none", { trafficMode: "DRAIN" })).status).toBe(404);
  });

  it("shows in the list and the table what was drained", async () => {
    await call("PUT", circuit("fc-1"), { trafficMode: "DRAIN" });
    await call("PUT", circuit("fc-2"), { trafficMode: "DRAIN" });
    const { rows } = await call("GET", `${table()}/drgRouteRules?routeType=DYNAMIC`);

    expect(rows.find(({ destination }) => destination === "10.9.0.0/16")).toMatchObject({
      routeProvenance: "IPSEC_TUNNEL",
      nextHopDrgAttachmentId: oracle.ids.attachments.vpn,
    });
  });
});

describe("twin/api/oci (static rules)", () => {
  it("adds a rule, moves it and takes it away again, and packets follow", async () => {
    const [added] = (await addRule("remote")).rows;
    const update = (attachment: string) =>
      call("POST", `${table()}/actions/updateDrgRouteRules`, {
        routeRules: [{ id: added?.id, nextHopDrgAttachmentId: oracle.ids.attachments[attachment] }],
      });

    expect(added).toMatchObject({ routeType: "STATIC", routeProvenance: "STATIC", destination: "10.9.0.0/16" });
    expect(oracle.carriers(TO_DC)).toEqual(["vpn-far", "remote"]);
    expect((await update("ledger")).rows).toMatchObject([{ id: added?.id }]);
    expect(oracle.twin.world.traceBetween(...TO_DC).kind).toBe("loop");
    expect((await update("fc-1")).status).toBe(400);
    const taken = await call("POST", `${table()}/actions/removeDrgRouteRules`, { routeRuleIds: [added?.id] });
    expect(taken).toMatchObject({ status: 200, body: undefined });
    expect(oracle.carriers(TO_DC)).toEqual(["fc-1"]);
    expect((await call("GET", `${table()}/drgRouteRules?routeType=STATIC`)).rows).toEqual([]);
  });

  it("does once what a token names, and answers it with the same rule", async () => {
    const first = await addRule("remote", "10.9.0.0/16", "t-1");

    expect((await addRule("remote", "10.9.0.0/16", "t-1")).rows).toEqual(first.rows);
    expect((await addRule("remote", "10.8.0.0/16", "t-1")).code).toBe("InvalidatedRetryToken");
    expect((await addRule("remote")).code).toBe("Conflict");
    oracle.twin.world.reset();
    expect((await addRule("remote", "10.9.0.0/16", "t-1")).rows[0]?.id).not.toBe(first.rows[0]?.id);
  });

  it("refuses circuits and tunnels as targets, and what is not there", async () => {
    for (const attachment of ["fc-1", "vpn"])
      expect(await addRule(attachment)).toMatchObject({ status: 400, code: "InvalidParameter" });
    expect((await addRule("ocid1.drgattachment.oc1.iad.none")).status).toBe(404);
    expect((await addRule("remote", "10.9.0.0")).status).toBe(400);
    for (const action of ["updateDrgRouteRules", "removeDrgRouteRules", "burnDrgRouteRules"])
      expect((await call("POST", `${table()}/actions/${action}`, { routeRuleIds: ["x"] })).status).toBeGreaterThan(399);
    expect(oracle.carriers(TO_DC)).toEqual(["fc-1"]);
  });
});

describe("twin/api/oci (import distributions)", () => {
  it("begins with a statement that accepts all", async () => {
    expect(await statements()).toMatchObject([{ action: "ACCEPT", matchCriteria: [{ matchType: "MATCH_ALL" }] }]);
  });

  it("imports what a statement accepts, and gives each one that is added again a new id", async () => {
    const [all] = await statements();
    const [, second] = (await addStatements(accept("fc-2", 20), accept("vpn", 30))).rows;
    await remove(all?.id ?? "");
    expect(oracle.carriers(TO_DC)).toEqual(["fc-2"]);
    await remove(...(await statements()).filter(({ priority }) => priority === 20).map(({ id }) => id));
    expect(oracle.carriers(TO_DC)).toEqual(["vpn"]);
    await remove(second?.id ?? "");
    expect(oracle.twin.world.traceBetween(...TO_DC).kind).toBe("no-route");

    const [again] = (await addStatements(accept("vpn", 30))).rows;
    expect(again?.id).not.toBe(second?.id);
    expect(oracle.carriers(TO_DC)).toEqual(["vpn"]);
  });

  it("refuses a priority that is taken, statements that are not there, and unknown attachments", async () => {
    const [all] = await statements();

    expect((await addStatements(accept("vpn", all?.priority ?? 0))).code).toBe("InvalidParameter");
    expect((await addStatements(accept("none", 7))).status).toBe(400);
    expect((await remove("none")).code).toBe("NotAuthorizedOrNotFound");
    expect((await addStatements({ ...accept("vpn", 7), action: "DENY" })).status).toBe(400);
    expect(await statements()).toHaveLength(1);
  });
});

describe("twin/api/oci (temper)", () => {
  it("shows for a while what was before a write, and so refuses a write over what it shows", async () => {
    await oracle.temper({ consistencyMs: 60_000 });
    const stale = (await call("GET", circuit("fc-1"))).headers.get("etag") ?? "";
    await call("PUT", circuit("fc-1"), { trafficMode: "DRAIN" }, { "if-match": stale });
    await addRule("remote");

    const { row, headers } = await call("GET", circuit("fc-1"));
    expect(row.trafficMode).toBe("NORMAL");
    expect(headers.get("etag")).toBe(stale);
    expect((await call("GET", `${table()}/drgRouteRules?routeType=STATIC`)).rows).toEqual([]);
    expect((await call("PUT", circuit("fc-1"), { trafficMode: "NORMAL" }, { "if-match": stale })).status).toBe(412);
    expect(oracle.carriers(TO_DC)).toEqual(["vpn-far", "remote"]);
  });

  it.each([
    ["oci:VIRTUAL_CIRCUIT_UPDATE", "PUT", () => circuit("fc-1"), { trafficMode: "DRAIN" }],
    ["oci:DRG_DETACH", "PUT", () => circuit("fc-1"), { trafficMode: "DRAIN" }],
    ["oci:DRG_ROUTE_RULE_UPDATE", "POST", () => `${table()}/actions/addDrgRouteRules`, {}],
    [
      "oci:DRG_ROUTE_DISTRIBUTION_STATEMENT_UPDATE",
      "POST",
      () => `${distribution()}/actions/removeDrgRouteDistributionStatements`,
      {},
    ],
  ])("answers a caller without %s as if nothing were there", async (permission, method, path, body) => {
    await oracle.temper({ deniedActions: [permission] });

    expect(await call(method, path(), body)).toMatchObject({ status: 404, code: "NotAuthorizedOrNotFound" });
    expect(oracle.carriers(TO_DC)).toEqual(["fc-1"]);
  });

  it("says how long to wait to whoever writes too often", async () => {
    await oracle.temper({ callsPerSecond: 0.001 });
    await call("GET", circuit("fc-1"));
    const { status, headers } = await call("PUT", circuit("fc-1"), { trafficMode: "DRAIN" });

    expect([status, headers.get("retry-after")]).toEqual([429, "1"]);
  });

  it("forgets all that was written when the world begins anew", async () => {
    await call("PUT", circuit("fc-1"), { trafficMode: "DRAIN", displayName: "renamed" });
    await addRule("remote");
    await addStatements(accept("vpn", 30));
    oracle.twin.world.reset();

    expect(oracle.carriers(TO_DC)).toEqual(["fc-1"]);
    expect(await statements()).toHaveLength(1);
    expect((await call("GET", circuit("fc-1"))).row).toMatchObject({ trafficMode: "NORMAL", displayName: "fc-1" });
  });
});
