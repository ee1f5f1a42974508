import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { onpremReadPolicy } from "./read-policy.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "skylane-policy-"));
  const script = /^#!\/bin\/sh\n[\s\S]*?^exit 126\n/m.exec(onpremReadPolicy)?.[0] ?? "";
  writeFileSync(join(folder, "skylane-read"), script, { mode: 0o755 });
  for (const program of ["vtysh", "ip"])
    writeFileSync(join(folder, program), `#!/bin/sh\nprintf '%s|' ${program} "$@"\n`, { mode: 0o755 });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What the forced command makes of what a client asks for. */
function asked(command: string): { readonly status: number | null; readonly ran: string } {
  const { status, stdout } = spawnSync(join(folder, "skylane-read"), {
    env: { PATH: `${folder}${delimiter}${process.env.PATH}`, SSH_ORIGINAL_COMMAND: command },
    encoding: "utf8",
  });
  return { status, ran: stdout };
}

describe("clouds/onprem/read-policy", () => {
  it.each([
    ["vtysh -c 'show version'", "vtysh|-c|show version|"],
    ["vtysh -c 'show bgp ipv4 unicast neighbors 169.254.1.1 advertised-routes json'", undefined],
    ["ip -j -d -s link", "ip|-j|-d|-s|link|"],
  ])("lets %s run", (command, ran) => {
    expect(asked(command)).toEqual({ status: 0, ran: ran ?? expect.stringMatching(/^vtysh\|-c\|show bgp [^|]+\|$/) });
  });

  it.each([
    "",
    "vtysh",
    "vtysh -c 'configure terminal'",
    "vtysh -c 'clear bgp 1.2.3.4'",
    "vtysh -c 'show version' -c 'configure terminal'",
    "vtysh -c 'show version'; reboot",
    "vtysh -c 'show version' `reboot`",
    "vtysh -c 'show $(reboot)'",
    "vtysh -c 'show version\nconfigure terminal'",
    "ip link set eth0 down",
    "sh",
  ])("refuses %j", (command) => {
    expect(asked(command)).toEqual({ status: 126, ran: "" });
  });

  it("says what the user needs", () => {
    expect(onpremReadPolicy).toContain("--groups frrvty");
  });
});
