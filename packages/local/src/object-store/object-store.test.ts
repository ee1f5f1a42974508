import { request } from "node:http";
import { afterEach, describe, expect, it, vi } from "vitest";
import { s3Site } from "../../../runtime/src/site/s3-site.ts";
import { startEdge } from "../edge/index.ts";
import { startGateway } from "../gateway/index.ts";
import { createObjectStore } from "./create-object-store.ts";

const BUCKET = "skylane-site-000000000000-us-east-1";
const open: { close(): void | Promise<void> }[] = [];
afterEach(async () => {
  vi.unstubAllEnvs();
  for (const one of open.splice(0).reverse()) await one.close();
});

async function aBucket(isRead = true) {
  const store = createObjectStore({ databaseFile: ":memory:", bucket: BUCKET });
  const edge = await startEdge({ port: 0, host: "127.0.0.1", services: [], restServices: [store.service] });
  const front = await startGateway({
    port: 0,
    host: "127.0.0.1",
    token: "t",
    routes: [],
    lambda: {} as never,
    ...(isRead && { statusPage: () => store.read("status") }),
  });
  open.push(store, edge, front);
  vi.stubEnv("AWS_ENDPOINT_URL", edge.url);
  vi.stubEnv("AWS_ACCESS_KEY_ID", "test");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "test");
  return { store, edge, front };
}

describe("local/object-store", () => {
  it("takes what the SDK puts, and everybody may read the status page of it, under its own policy", async () => {
    const { front } = await aBucket();
    const page = "<!doctype html><title>ü</title>";

    await s3Site(BUCKET, "us-east-1").publish("<!doctype html>old");
    await s3Site(BUCKET, "us-east-1").publish(page);
    const answer = await fetch(`${front.url}/status`);

    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-type")).toBe("text/html; charset=utf-8");
    expect(answer.headers.get("cache-control")).toBe("public, max-age=60");
    expect(answer.headers.get("content-security-policy")).toMatch(/^default-src 'none'; style-src 'unsafe-inline';/);
    expect(await answer.text()).toBe(page);
    expect(await (await fetch(`${front.url}/status`, { method: "HEAD" })).text()).toBe("");
    expect((await fetch(`${front.url}/status`, { method: "POST" })).status).toBe(405);
  });

  it("says that there is no page while there is none", async () => {
    const { front } = await aBucket();

    const answer = await fetch(`${front.url}/status`);

    expect(answer.status).toBe(404);
    expect(await answer.text()).toContain("There is no status page");
  });

  it("knows no other bucket, and no other call; who writes the page says what to look at", async () => {
    const { edge } = await aBucket();

    expect((await fetch(`${edge.url}/${BUCKET}/status`)).status).toBe(501);
    await expect(s3Site("another-bucket", "us-east-1").publish("x")).rejects.toMatchObject({
      code: "ERR_SITE_UNAVAILABLE",
      message: expect.stringContaining("s3:PutObject"),
    });
  });

  it("a key is a name and never a way: it reaches no file", async () => {
    const { edge, store } = await aBucket();
    const { port } = new URL(edge.url);
    // as it is, where a URL would be put in order
    const status = await new Promise((resolve, reject) => {
      const asked = request(
        { port, host: "127.0.0.1", method: "PUT", path: `/${BUCKET}/%2e%2e/%2e%2e/etc/passwd` },
        (answer) => resolve(answer.statusCode),
      );
      asked.on("error", reject);
      asked.end("x");
    });

    expect([200, 404]).toContain(status);
    expect(store.read("status")).toBeUndefined();
  });
});
