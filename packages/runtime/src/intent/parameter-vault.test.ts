import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import { deploymentNames } from "@skylane/core";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { parameterVault } from "./parameter-vault.ts";

/** The parameter store of one Region: what it holds, and whether it answers. */
interface Region {
  readonly url: string;
  readonly held: Map<string, string>;
  /** Operations it refuses, e.g. `PutParameter`. */
  readonly refuses: Set<string>;
  readonly asked: string[];
}
interface Asked {
  readonly Name: string;
  readonly Value?: string;
  readonly KeyId?: string;
  readonly Type?: string;
}
const servers: Server[] = [];

async function region(): Promise<Region> {
  const held = new Map<string, string>();
  const refuses = new Set<string>();
  const asked: string[] = [];
  const server = createServer(async (request, response) => {
    const operation = String(request.headers["x-amz-target"]).split(".")[1] ?? "";
    const body = (await json(request)) as Asked;
    asked.push(operation);
    const { status, said } = refuses.has(operation)
      ? { status: 400, said: { __type: "AccessDeniedException", message: "not now" } }
      : answerOf(held, operation, body);
    response.writeHead(status, { "content-type": "application/x-amz-json-1.1" }).end(JSON.stringify(said));
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, held, refuses, asked };
}

function answerOf(held: Map<string, string>, operation: string, { Name, Value = "", KeyId, Type }: Asked) {
  const missing = { status: 400, said: { __type: "ParameterNotFound", message: Name } };
  if (operation === "GetParameter")
    return held.has(Name) ? { status: 200, said: { Parameter: { Name, Value: held.get(Name) } } } : missing;
  if (operation === "DeleteParameter") return held.delete(Name) ? { status: 200, said: {} } : missing;
  if (held.has(Name)) return { status: 400, said: { __type: "ParameterAlreadyExists", message: Name } };
  expect([Type, KeyId]).toEqual(["SecureString", "alias/skylane"]);
  held.set(Name, Value);
  return { status: 200, said: { Version: 1 } };
}

const NAME = "/skylane/preshared-keys/psk-1";

describe("runtime/intent/parameter-vault", () => {
  let home: Region;
  let standby: Region;
  const names = deploymentNames("skylane");
  const inHome = () =>
    parameterVault(
      names,
      { regionId: "us-east-1", endpoint: home.url },
      { regionId: "us-west-2", endpoint: standby.url },
    );
  const inStandby = () =>
    parameterVault(
      names,
      { regionId: "us-west-2", endpoint: standby.url },
      { regionId: "us-east-1", endpoint: home.url },
    );

  beforeEach(async () => {
    vi.stubEnv("AWS_ACCESS_KEY_ID", "local");
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", "local");
    [home, standby] = await Promise.all([region(), region()]);
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    for (const server of servers.splice(0)) server.close();
  });

  it("makes a key once, the same in both Regions, so that the other can go on", async () => {
    await inHome().ensurePresharedKey("psk-1");
    const key = await inHome().read("psk-1");
    await inStandby().ensurePresharedKey("psk-1");

    expect(key).toMatch(/^[A-Za-z1-9][A-Za-z0-9._]{47}$/);
    expect(await inStandby().read("psk-1")).toBe(key);
  });

  it.each([
    ["PutParameter", "standby"],
    ["GetParameter", "standby"],
    ["PutParameter", "home"],
  ] as const)(
    "makes none while %s fails in the %s Region, and the same in both when it does not",
    async (call, where) => {
      const region = where === "home" ? home : standby;
      region.refuses.add(call);

      await expect(inHome().ensurePresharedKey("psk-1")).rejects.toMatchObject({ code: "ERR_SECRETS_UNAVAILABLE" });
      // nothing is there that could be sent
      expect(home.held.has(NAME)).toBe(false);

      region.refuses.clear();
      await inHome().ensurePresharedKey("psk-1");
      expect(home.held.get(NAME)).toMatch(/.{48}/);
      expect(standby.held.get(NAME)).toBe(home.held.get(NAME));
    },
  );

  it("goes on with a key that is there when the other Region is lost", async () => {
    await inHome().ensurePresharedKey("psk-1");
    for (const call of ["PutParameter", "GetParameter", "DeleteParameter"]) home.refuses.add(call);

    await inStandby().ensurePresharedKey("psk-1");

    expect(await inStandby().read("psk-1")).toMatch(/.{48}/);
  });

  it("copies what only the other Region has, and never makes another in its place", async () => {
    standby.held.set(NAME, "the-key-of-a-tunnel-that-stands");

    await inHome().ensurePresharedKey("psk-1");

    expect(home.held.get(NAME)).toBe("the-key-of-a-tunnel-that-stands");
    expect(standby.held.get(NAME)).toBe("the-key-of-a-tunnel-that-stands");
  });

  it("takes it away in both, and is not done before both have let go", async () => {
    await inHome().ensurePresharedKey("psk-1");
    standby.refuses.add("DeleteParameter");

    await expect(inHome().remove("psk-1")).rejects.toMatchObject({ code: "ERR_SECRETS_UNAVAILABLE" });
    standby.refuses.clear();
    await inHome().remove("psk-1");
    await inHome().remove("psk-1");

    expect([home.held.size, standby.held.size]).toEqual([0, 0]);
  });

  it("needs no other Region where there is none", async () => {
    const alone = parameterVault(names, { regionId: "us-east-1", endpoint: home.url });

    await alone.ensurePresharedKey("psk-1");

    expect(await alone.read("psk-1")).toMatch(/.{48}/);
    expect(standby.asked).toEqual([]);
  });
});
