import { describe, expect, it } from "vitest";
import { listen } from "../edge/listen.ts";
import { openRegionLink } from "./region-link.ts";

describe("local/instance/region-link", () => {
  it("leads where it is told, breaks off what is under way when it is cut, and passes again when it is mended", async () => {
    const link = await openRegionLink();
    const before = await fetch(link.url).catch(() => "refused");
    let hold: ((value: unknown) => void) | undefined;
    const far = await listen(
      async (request, response) => {
        if (request.url === "/slow") await new Promise((done) => (hold = done));
        response.end("here");
      },
      { port: 0, host: "127.0.0.1", purpose: "test", flag: "" },
    );
    link.leadTo(far.port);
    const answered = await (await fetch(link.url)).text();
    const slow = fetch(`${link.url}/slow`).catch(() => "broken off");
    while (!hold) await new Promise((done) => setImmediate(done));

    link.cut();
    const after = await fetch(link.url).catch(() => "refused");
    link.mend();
    const mended = await (await fetch(link.url)).text();

    expect([before, answered, await slow, after, mended]).toEqual(["refused", "here", "broken off", "refused", "here"]);
    hold?.(undefined);
    await far.close(0);
    await link.close();
  });
});
