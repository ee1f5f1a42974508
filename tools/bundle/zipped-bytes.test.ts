import { describe, expect, it } from "vitest";
import { zippedBytes } from "./zipped-bytes.ts";

const files: Readonly<Record<string, string>> = {
  "probe.mjs": 'export const handler = () => "probed";\n'.repeat(100),
  "chunk-é.mjs": "",
};
const read = (path: string): Uint8Array => Buffer.from(files[path] ?? "");

describe("tools/bundle/zipped-bytes", () => {
  it("is what an archive has that another program made of the same files", () => {
    expect(zippedBytes(Object.keys(files), read)).toBe(287);
  });

  it("knows that an archive of nothing has an end", () => {
    expect(zippedBytes([], read)).toBe(22);
  });
});
