import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { pageAddress, readInstance, writeInstance } from "./instance-file.ts";

const info = {
  pid: process.pid,
  url: "http://127.0.0.1:4620",
  token: "a-token_1",
  awsUrl: "http://127.0.0.1:1",
  twinUrl: "http://127.0.0.1:2",
  socksUrl: "socks5://127.0.0.1:3",
  configFile: "/etc/skylane.yaml",
  regionId: "us-east-1",
};

describe("local/instance/instance-file", () => {
  it("is for its owner's eyes only, whatever was there before", () => {
    const folder = mkdtempSync(join(tmpdir(), "skylane-instance-"));
    const file = join(folder, "instance.json");
    try {
      writeFileSync(file, "{}");
      chmodSync(file, 0o666);

      writeInstance(folder, info);

      expect(statSync(file).mode & 0o777).toBe(0o600);
      expect(readInstance(folder)).toEqual(info);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("gives the address of the page with the token behind a #, which no server sees", () => {
    expect(pageAddress(info)).toBe("http://127.0.0.1:4620/#token=a-token_1");
    expect(new URL(pageAddress(info, "/explore?view=map")).hash).toBe("#token=a-token_1&to=%2Fexplore%3Fview%3Dmap");
  });
});
