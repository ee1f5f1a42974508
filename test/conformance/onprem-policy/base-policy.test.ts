import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { FRR_FOLDER } from "../../lab/can-run.ts";

const page = readFileSync(join(import.meta.dirname, "../../../docs/steering-onprem.md"), "utf8");
const [, policy = ""] = /```frr\n([\s\S]*?)```/.exec(page) ?? [];
const bgpd = join(FRR_FOLDER, "bgpd");

/** What bgpd says of a configuration that it reads and does not run. */
function complaintsOf(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), "skylane-policy-"));
  chmodSync(folder, 0o755); // bgpd reads as another account
  const file = join(folder, "bgpd.conf");
  writeFileSync(file, text);
  const { stdout, stderr } = spawnSync(bgpd, ["-C", "-f", file, "-i", join(folder, "pid")], { encoding: "utf8" });
  rmSync(folder, { recursive: true });
  return `${stdout}${stderr}`;
}

const reason = existsSync(bgpd)
  ? process.getuid?.() === 0
    ? undefined
    : "it needs root"
  : `${bgpd} is not there; install frr`;
if (reason !== undefined) process.stdout.write(`the base policy is not read by FRR: ${reason}\n`);

describe("conformance: the base policy of docs/steering-onprem.md", () => {
  it.skipIf(reason !== undefined)("is read by FRR without a complaint", () => {
    expect(policy).not.toBe("");
    expect(complaintsOf(policy)).toBe("");
    expect(
      complaintsOf(`${policy}route-map X permit ten
`),
    ).toContain("No such command");
  });

  it("matches only lists that it makes, each with an end, and canaries before all else", () => {
    const matched = [...policy.matchAll(/match ip address prefix-list (\S+)/g)].map(([, list]) => list);
    const ended = [...policy.matchAll(/^ip prefix-list (\S+) seq 4294967294 deny 0\.0\.0\.0\/0 le 32$/gm)].map(
      ([, list]) => list,
    );
    const made = new Set([...policy.matchAll(/^ip prefix-list (\S+)/gm)].map(([, list]) => list));

    expect(ended).toHaveLength(7);
    expect(matched.filter((list) => !made.has(list))).toEqual([]);
    expect(matched.filter((list) => /-(IN|OUT)$/.test(list ?? ""))).toEqual(ended);
    for (const direction of ["IN", "OUT"])
      expect(policy).toMatch(
        new RegExp(`route-map SKY-DX-${direction} permit 10\\n match ip address prefix-list SKY-(PROBE|CANARY)-DX\\n`),
      );
    expect(policy.match(/^route-map .*\n(?! match)/gm)).toBeNull();
  });
});
