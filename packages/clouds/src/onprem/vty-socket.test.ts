import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { vtysh } from "./router-shell.ts";
import { type VtySocketShell, vtySocketShell } from "./vty-socket.ts";

interface Reply {
  readonly text?: string;
  readonly status?: number;
  /** Sent in pieces this long, as a kernel may cut it. */
  readonly pieceBytes?: number;
  readonly isSilent?: boolean;
  readonly isHangUp?: boolean;
}

let folder: string;
let daemon: Server;
let shell: VtySocketShell;
let heard: string[];
let sessions: Set<Socket>;
let reply: (command: string) => Reply;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "vty-"));
  [heard, sessions, reply] = [[], new Set(), () => ({})];
  daemon = createServer((socket) => {
    sessions.add(socket);
    let rest = "";
    socket.on("data", (chunk) => {
      const commands = (rest + chunk.toString()).split("\0");
      rest = commands.pop() ?? "";
      for (const command of commands) {
        heard.push(command);
        const { text = "", status = 0, pieceBytes = 1_000, isSilent, isHangUp } = reply(command);
        if (isHangUp) return void socket.destroy();
        if (isSilent) continue;
        const bytes = Buffer.concat([Buffer.from(text), Buffer.from([0, 0, 0, status])]);
        for (let at = 0; at < bytes.length; at += pieceBytes) socket.write(bytes.subarray(at, at + pieceBytes));
      }
    });
    socket.on("error", () => undefined);
  });
  await new Promise<void>((resolve) => daemon.listen(join(folder, "r1"), resolve));
  shell = vtySocketShell((routerId) => (routerId === "stranger" ? undefined : join(folder, routerId)), 200);
});
afterEach(async () => {
  shell.close();
  for (const session of sessions) session.destroy();
  await new Promise((resolve) => daemon.close(resolve));
  rmSync(folder, { recursive: true });
});

describe("clouds/onprem/vty-socket", () => {
  it("runs the commands of a call one after the other, and gives what all of them printed", async () => {
    reply = (command) => ({ text: command.startsWith("show") ? `${command}!` : "" });

    expect(await shell.run("r1", vtysh("show a", "configure terminal", "show b"))).toBe("show a!show b!");
    expect(heard).toEqual(["enable", "show a", "configure terminal", "show b"]);
  });

  it("keeps one session for all calls", async () => {
    await shell.run("r1", vtysh("show a"));
    await shell.run("r1", vtysh("show b"));

    expect(sessions.size).toBe(1);
    expect(heard.filter((command) => command === "enable")).toHaveLength(1);
  });

  it("never mixes the commands of two calls", async () => {
    await Promise.all([shell.run("r1", vtysh("a1", "a2", "a3")), shell.run("r1", vtysh("b1", "b2", "b3"))]);

    expect(heard).toEqual(["enable", "a1", "a2", "a3", "b1", "b2", "b3"]);
  });

  it.each([1, 2, 3, 7])("puts an answer together that comes in pieces of %d bytes", async (pieceBytes) => {
    reply = () => ({ text: '{"paths":["é"]}', status: 7, pieceBytes });

    expect(await shell.run("r1", vtysh("show bgp json"))).toBe('{"paths":["é"]}');
  });

  it.each([
    ["a status that is not success", { status: 2, text: "Unknown command: foo" }],
    ["a line that begins with %", { text: "% Can't find neighbor" }],
  ])("takes %s for a refusal, runs nothing after it, and begins anew", async (_, refusal) => {
    reply = (command) => (command === "foo" ? refusal : {});

    await expect(shell.run("r1", vtysh("configure terminal", "foo", "bar"))).rejects.toMatchObject({
      code: "ERR_CLOUD_ANSWER",
    });
    expect(heard).not.toContain("bar");
    await shell.run("r1", vtysh("show a"));
    expect(heard.slice(-2)).toEqual(["enable", "show a"]);
  });

  it("says that a daemon is away when it hangs up, is silent or is not there, and finds it again", async () => {
    reply = (command) => ({ isHangUp: command === "hang up", isSilent: command === "be silent" });
    const away = { code: "ERR_CLOUD_UNAVAILABLE", kind: "unavailable" };

    await expect(shell.run("r1", vtysh("hang up"))).rejects.toMatchObject(away);
    await expect(shell.run("r1", vtysh("be silent"))).rejects.toMatchObject({ ...away, details: { isTimeout: true } });
    await expect(shell.run("r2", vtysh("show a"))).rejects.toMatchObject(away);
    expect(await shell.run("r1", vtysh("show a"))).toBe("");
  });

  it("knows only the routers it was told of", async () => {
    await expect(shell.run("stranger", vtysh("show a"))).rejects.toMatchObject({ code: "ERR_CLOUD_NOT_FOUND" });
  });

  it.each([
    ["another program", ["ip", "-j", "link"]],
    ["no command", ["vtysh"]],
    ["an option", ["vtysh", "-d", "bgpd"]],
    ["a command within a command", vtysh("show a\0configure terminal")],
  ])("runs nothing that is %s", async (_, argv) => {
    await expect(shell.run("r1", argv)).rejects.toMatchObject({ code: "ERR_CLOUD_ANSWER" });
    expect(heard).toEqual([]);
  });
});
