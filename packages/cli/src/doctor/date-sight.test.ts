import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import * as fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import { dateAt, skewMs } from "./date-sight.ts";

describe("cli/doctor/date-sight", () => {
  const open: Server[] = [];
  afterEach(() => Promise.all(open.splice(0).map((server) => new Promise((done) => server.close(done)))));
  const edgeWith = async (date: string | undefined): Promise<string> => {
    const server = createServer((_, response) => {
      response.sendDate = false;
      if (date !== undefined) response.setHeader("date", date);
      response.writeHead(403).end();
    });
    open.push(server);
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  };

  it("reads the clock of an edge that refuses what is asked", async () => {
    const url = await edgeWith("Sat, 21 Nov 2026 17:00:00 GMT");
    const ownMs = Date.UTC(2026, 10, 21, 17, 10);

    expect(skewMs(await dateAt(url, () => ownMs))).toBe(600_000 - 999);
  });

  it("takes no date for an answer without one", async () => {
    await expect(dateAt(await edgeWith(undefined), () => 0)).rejects.toThrow("without a Date header");
  });

  it("never claims more than the header can prove: the true distance is as large, or larger by a second and the round trip", () => {
    const Ms = fc.integer({ min: 0, max: 2_000_000 });
    fc.assert(
      fc.property(
        Ms,
        Ms,
        fc.integer({ min: 0, max: 5_000 }),
        fc.integer({ min: 0, max: 5_000 }),
        (own, theirs, there, back) => {
          // they look at their clock `there` after we asked
          const dateMs = Math.floor((theirs + there) / 1_000) * 1_000;
          const claimed = skewMs({ dateMs, askedAtMs: own, answeredAtMs: own + there + back });
          const trueMs = own - theirs;

          expect(Math.abs(claimed)).toBeLessThanOrEqual(Math.abs(trueMs));
          expect(Math.abs(trueMs)).toBeLessThanOrEqual(Math.abs(claimed) + 1_000 + there + back);
        },
      ),
    );
  });
});
