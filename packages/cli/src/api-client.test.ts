import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import * as z from "zod";
import { apiClient } from "./api-client.ts";

describe("cli/api-client", () => {
  let folder: string;
  let api: Server;
  let url: string;
  let bearers: (string | undefined)[];
  let status: number;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), "skylane-client-"));
    bearers = [];
    status = 200;
    api = createServer((request, response) => {
      bearers.push(request.headers.authorization);
      response.writeHead(status, { "content-type": "application/json" }).end("{}");
    });
    await new Promise<void>((done) => api.listen(0, "127.0.0.1", done));
    url = `http://127.0.0.1:${(api.address() as AddressInfo).port}`;
    const at = "http://127.0.0.1:1";
    const info = { pid: process.pid, url, token: "of-this-start", awsUrl: at, twinUrl: at, socksUrl: at };
    writeFileSync(join(folder, "instance.json"), JSON.stringify({ ...info, configFile: "/c", regionId: "us-east-1" }));
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true });
    await new Promise((done) => api.close(done));
  });

  it("sends the instance of its data folder that instance's token, whatever token there is for elsewhere", async () => {
    vi.stubEnv("SKYLANE_TOKEN", "of-a-person");

    await apiClient({ data: folder }).get("/v1/overview", z.unknown());
    await apiClient({ data: folder, url }).get("/v1/overview", z.unknown());

    expect(bearers).toEqual(["Bearer of-this-start", "Bearer of-this-start"]);
  });

  it("sends the token of this start to nobody else", async () => {
    const elsewhere = mkdtempSync(join(tmpdir(), "skylane-client-"));

    await apiClient({ data: elsewhere, url }).get("/v1/overview", z.unknown());
    vi.stubEnv("SKYLANE_TOKEN", "of-a-person");
    await apiClient({ data: elsewhere, url }).get("/v1/overview", z.unknown());

    expect(bearers).toEqual([undefined, "Bearer of-a-person"]);
    expect(() => apiClient({ data: elsewhere, url: "http://skylane.example" })).toThrow("use https");
    rmSync(elsewhere, { recursive: true });
  });

  it("says what to do where it is not known", async () => {
    status = 401;

    await expect(apiClient({ data: folder }).get("/v1/overview", z.unknown())).rejects.toThrow(
      /does not know who asks \(401\).*--data.*SKYLANE_TOKEN/,
    );
  });
});
