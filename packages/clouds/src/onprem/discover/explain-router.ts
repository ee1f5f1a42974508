import { SkylaneError } from "@skylane/core";
import type { CallScope, Explained } from "../../_shared/scan.ts";
import { THIS_MACHINE } from "../ssh-shell.ts";

const MESSAGE_LENGTH = 500;

/** A failed command in the words of a gap. */
export function explainRouter(error: unknown, { accountId, operation }: CallScope): Explained {
  const said = (error instanceof Error ? error.message : String(error)).slice(0, MESSAGE_LENGTH);
  const message = `${operation}: ${said}`;
  if (!(error instanceof SkylaneError))
    return {
      reason: "not-understood",
      message,
      todo: "report this with the log: the on-premises adapter met an error it does not know",
    };
  switch (error.code) {
    case "ERR_CLOUD_DENIED":
      return {
        reason: "denied",
        permission: `ssh ${accountId}, group frrvty`,
        message,
        todo: `try \`ssh -o BatchMode=yes ${accountId} true\`: put the key of whoever runs Skylane on the router and the router's key into known_hosts, or let the router gateway allow it; the read policy says what the user needs`,
      };
    case "ERR_CLOUD_NOT_FOUND":
      return {
        reason: "unavailable",
        message,
        todo: "correct the router's id in clouds.onprem.accounts: what the router gateway calls it, or a host that ssh can connect to",
      };
    case "ERR_CLOUD_UNAVAILABLE":
      if (error.details.program === "vtysh" || error.details.program === "ip" || error.details.program === "ssh")
        return {
          reason: "not-enabled",
          message,
          todo: `install ${String(error.details.program)} where Skylane runs, or set SKYLANE_ROUTER_GATEWAY_URL`,
        };
      return {
        reason: error.details.isTimeout === true ? "timeout" : "unavailable",
        message,
        todo:
          accountId === THIS_MACHINE
            ? "look again; see whether FRR runs: systemctl status frr"
            : `see whether ${accountId} is up and can be reached from here: by ssh, or by the gateway at SKYLANE_ROUTER_GATEWAY_URL`,
      };
    case "ERR_CLOUD_ANSWER":
      return answer(said, message, accountId);
    default:
      return { reason: "not-understood", message, todo: "report this with the log" };
  }
}

/** What a router says when it does not do as asked. */
function answer(said: string, message: string, routerId: string): Explained {
  const daemon = /\b(\w+d) is not running/.exec(said)?.[1];
  if (daemon !== undefined)
    return {
      reason: "not-enabled",
      message,
      todo: `if ${routerId} should have it, set ${daemon}=yes in /etc/frr/daemons and restart FRR`,
    };
  if (/allow-list|not allowed|permission denied|failed to connect to any daemons/i.test(said))
    return {
      reason: "denied",
      permission: "group frrvty",
      message,
      todo: `put the user on ${routerId} into the group frrvty, and the command into the allow-list; the read policy has both`,
    };
  return {
    reason: "not-understood",
    message,
    todo: `run it on ${routerId} by hand; FRR 8.4 and later are understood, other routers are not`,
  };
}
