import { SkylaneError } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { explainRouter } from "./discover/explain-router.ts";
import { vtysh } from "./router-shell.ts";
import { type ProgramEnd, type RunProgram, sshShell } from "./ssh-shell.ts";

interface Call {
  readonly program: string;
  readonly args: readonly string[];
}
const ending = (end: Partial<ProgramEnd>, calls: Call[] = []): RunProgram => {
  return async (program, args) => {
    calls.push({ program, args });
    return { exitCode: 0, stdout: "", stderr: "", ...end };
  };
};
const failure = (run: RunProgram, routerId = "r1") =>
  sshShell(run)(routerId, vtysh("show version")).then(
    () => undefined,
    (error: unknown) => error,
  );
const gapOf = async (run: RunProgram, routerId = "r1") =>
  explainRouter(await failure(run, routerId), { accountId: routerId, regionId: "", operation: "show version" });

describe("clouds/onprem/ssh-shell", () => {
  it("asks a host by ssh that never asks a person, and quotes for the shell there", async () => {
    const calls: Call[] = [];
    const printed = await sshShell(ending({ stdout: "{}" }, calls))("ops@r1.example.com", vtysh("show ip route json"));

    expect(printed).toBe("{}");
    expect(calls).toMatchObject([{ program: "ssh" }]);
    expect(calls[0]?.args).toContain("BatchMode=yes");
    expect(calls[0]?.args.slice(-3)).toEqual(["--", "ops@r1.example.com", "vtysh -c 'show ip route json'"]);
  });

  it("keeps what a router's name or address holds from becoming a command or an option", async () => {
    const calls: Call[] = [];
    await sshShell(ending({}, calls))("r1", vtysh("show bgp 1'; reboot; ' json"));

    expect(calls[0]?.args.at(-1)).toBe("vtysh -c 'show bgp 1'\\''; reboot; '\\'' json'");
    for (const name of ["-oProxyCommand=reboot", "r1; reboot", "$(reboot)", ""])
      expect(await failure(ending({}, calls), name), name).toMatchObject({ code: "ERR_CLOUD_NOT_FOUND" });
    expect(calls).toHaveLength(1);
  });

  it("runs on this very machine what is to run on localhost", async () => {
    const calls: Call[] = [];
    await sshShell(ending({}, calls))("localhost", vtysh("show version"));

    expect(calls).toEqual([{ program: "vtysh", args: ["-c", "show version"] }]);
  });

  it.each([
    [{ exitCode: 255, stderr: "ops@r1: Permission denied (publickey)." }, "denied", "ssh -o BatchMode=yes r1 true"],
    [{ exitCode: 255, stderr: "Host key verification failed." }, "denied", "known_hosts"],
    [{ exitCode: 255, stderr: "ssh: Could not resolve hostname r1" }, "unavailable", "clouds.onprem.accounts"],
    [{ exitCode: 255, stderr: "ssh: connect to host r1 port 22: Connection timed out" }, "timeout", "is up"],
    [{ exitCode: 255, stderr: "ssh: connect to host r1 port 22: Connection refused" }, "unavailable", "is up"],
    [{ exitCode: undefined }, "timeout", "is up"],
    [{ exitCode: 126, stderr: "not in the allow-list" }, "denied", "frrvty"],
    [{ exitCode: 1, stdout: "Exiting: failed to connect to any daemons." }, "denied", "frrvty"],
    [{ stdout: "% Unknown command: show version" }, "not-understood", "by hand"],
    [{ exitCode: 1, stdout: "bgpd is not running" }, "not-enabled", "bgpd=yes"],
  ] as const)("says of %j that it is %s, and what to do", async (end, reason, todo) => {
    expect(await gapOf(ending(end))).toMatchObject({ reason, todo: expect.stringContaining(todo) });
  });

  it("says which program is missing here", async () => {
    const missing: RunProgram = () => Promise.reject(Object.assign(new Error("spawn ssh ENOENT"), { code: "ENOENT" }));

    expect(await gapOf(missing)).toMatchObject({ reason: "not-enabled", todo: expect.stringContaining("install ssh") });
    expect(await gapOf(missing, "localhost")).toMatchObject({ todo: expect.stringContaining("install vtysh") });
  });

  it("runs real programs, and tells one that is missing from one that fails", async () => {
    const shell = sshShell();

    expect(await shell("localhost", ["echo", "[]"])).toBe("[]\n");
    await expect(shell("localhost", ["false"])).rejects.toMatchObject({ code: "ERR_CLOUD_ANSWER" });
    await expect(shell("localhost", ["no-such-program-here"])).rejects.toMatchObject({ code: "ERR_CLOUD_UNAVAILABLE" });
  });

  it("opens no more than four sessions to a router at once", async () => {
    let open = 0;
    let most = 0;
    const shell = sshShell(async () => {
      open += 1;
      most = Math.max(most, open);
      await Promise.resolve();
      open -= 1;
      return { exitCode: 0, stdout: "", stderr: "" };
    });
    await Promise.all(Array.from({ length: 20 }, () => shell("r1", vtysh("show version"))));

    expect(most).toBe(4);
  });

  it("words an error of another kind as one to report", () => {
    const at = { accountId: "r1", regionId: "", operation: "show version" };

    expect(explainRouter(new TypeError("x is undefined"), at).todo).toContain("report");
    expect(explainRouter(new SkylaneError("ERR_OTHER", "internal", "odd"), at).reason).toBe("not-understood");
  });
});
