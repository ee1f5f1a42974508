import { createHmac } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isSigned } from "./is-signed.ts";

// The example of Slack's own page on verifying requests.
const SECRET = "8f742231b10e8888abcd99yyyzzz85a5";
const BODY = Buffer.from(
  "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c",
);
const SIGNED = {
  signature: "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503",
  timestamp: "1531420618",
};
const THEN_MS = 1_531_420_618_000;

describe("runtime/slack/is-signed", () => {
  it("believes Slack's own example, within five minutes both ways", () => {
    const at = (seconds: number) => isSigned(BODY, SIGNED, [SECRET], THEN_MS + seconds * 1_000);

    expect([at(0), at(300), at(-300)]).toEqual([true, true, true]);
    expect([at(301), at(-301), at(3_600)]).toEqual([false, false, false]);
  });

  it.each([
    ["another secret", BODY, SIGNED, ["other"]],
    ["no secret", BODY, SIGNED, []],
    ["no signature", BODY, { ...SIGNED, signature: "" }, [SECRET]],
    ["no time", BODY, { ...SIGNED, timestamp: "" }, [SECRET]],
    ["a time that is no time", BODY, { ...SIGNED, timestamp: "1531420618x" }, [SECRET]],
    ["a time of its own", BODY, { ...SIGNED, timestamp: "1531420619" }, [SECRET]],
    ["a signature in another script", BODY, { ...SIGNED, signature: "é".repeat(67) }, [SECRET]],
  ])("does not believe %s", (_, body, signature, secrets) => {
    expect(isSigned(body, signature, secrets, THEN_MS)).toBe(false);
  });

  it("believes the secret before, while it is being changed", () => {
    expect(isSigned(BODY, SIGNED, ["new", SECRET], THEN_MS)).toBe(true);
  });

  it("believes no body but the one that was signed, to the byte", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(), fc.integer({ min: 1, max: 255 }), (bytes, at, flip) => {
        const body = Buffer.from(bytes);
        const hmac = createHmac("sha256", SECRET).update(`v0:${SIGNED.timestamp}:`).update(body).digest("hex");
        const signed = { ...SIGNED, signature: `v0=${hmac}` };
        const changed = Buffer.from(body);
        if (body.length > 0) changed[at % body.length] = (changed[at % body.length] ?? 0) ^ flip;

        expect(isSigned(body, signed, [SECRET], THEN_MS)).toBe(true);
        expect(isSigned(changed, signed, [SECRET], THEN_MS)).toBe(body.length === 0);
      }),
    );
  });
});
