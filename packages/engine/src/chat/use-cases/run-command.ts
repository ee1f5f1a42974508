import { type Action, type Caller, IntentRequest, type Overview } from "@skylane/core";
import { drainPath, listApprovals, setKillSwitch, setPathOverride } from "../../failover/index.ts";
import { submitIntents } from "../../intent/index.ts";
import { allow } from "../../people/index.ts";
import { readOverview } from "../../topology/index.ts";
import { type ChatCommand, parseCommand } from "../parse-command.ts";
import { wordHelp } from "../word-help.ts";
import { wordRun, wordRuns } from "../word-intents.ts";
import { type ChatAnswer, wordApproval, wordStatus } from "../word-status.ts";

/** An order from a chat counts for as long as one from the command line that does not say. */
const FOR_MS = 7_200_000;
/** As many as fit into one message, each with its buttons. */
const MAX_APPROVALS = 10;
const MAX_INTENTS = 20;

const ACTION: Readonly<Record<ChatCommand["kind"], Action>> = {
  help: "look",
  status: "look",
  approvals: "look",
  intents: "look",
  form: "ask-intent",
  connect: "ask-intent",
  kill: "set-kill-switch",
  hold: "override-path",
  release: "override-path",
  drain: "drain-path",
};

type OverviewDeps = Parameters<typeof readOverview>[0];
type WaitingDeps = Parameters<typeof listApprovals>[0];
type CommandDeps = Parameters<typeof allow>[0] &
  OverviewDeps &
  WaitingDeps &
  Parameters<typeof submitIntents>[0] &
  Parameters<typeof setKillSwitch>[0] &
  Parameters<typeof setPathOverride>[0] &
  Parameters<typeof drainPath>[0];

/** Does what somebody asks for in a chat, in the name of the person they are; asking for one connection twice by the same key is asking once. @throws ERR_NOT_ALLOWED, and what the order throws */
export async function runCommand(
  deps: CommandDeps,
  caller: Caller,
  text: string,
  idempotencyKey: string,
): Promise<readonly ChatAnswer[]> {
  const command = parseCommand(text);
  const { id: by } = await allow(deps, caller, ACTION[command.kind], `/skylane ${text}`);
  switch (command.kind) {
    case "help":
      return [wordHelp(command.because)];
    case "form":
      return [wordHelp("connect takes what is to be connected, in words, where no bot can open a form")];
    case "status": {
      const [overview, waiting] = await Promise.all([overviewOf(deps), waitingOf(deps)]);
      return [wordStatus(overview, waiting.length)];
    }
    case "approvals": {
      const waiting = await waitingOf(deps);
      if (waiting.length === 0) return [{ title: "No move waits for an approver.", lines: [] }];
      return waiting.slice(0, MAX_APPROVALS).map(wordApproval);
    }
    case "intents":
      return wordRuns(await deps.intents.list(MAX_INTENTS));
    case "connect":
      return [
        wordRun(await submitIntents(deps, [IntentRequest.parse({ text: command.words, idempotencyKey })], { id: by })),
      ];
    case "kill": {
      const { isStopped, reason } = command;
      await setKillSwitch(deps, { isStopped, by, reason });
      return [{ title: isStopped ? "The kill switch is on: nothing is moved." : "The kill switch is off.", lines: [] }];
    }
    case "hold":
    case "release": {
      const to = command.kind === "hold" ? "prefer" : "auto";
      await setPathOverride(deps, command.pathId, { to, forMs: FOR_MS, by, reason: command.reason });
      return [
        {
          title:
            to === "prefer"
              ? `${command.pathId} is kept to for two hours.`
              : `${command.pathId} is left to Skylane again.`,
          lines: [],
        },
      ];
    }
    case "drain": {
      const { pathId, reason } = command;
      const { incidentId } = await drainPath(deps, pathId, { forMs: FOR_MS, by, reason }, by);
      return [
        {
          title:
            incidentId === undefined ? `No traffic is on ${pathId}.` : `Drain of ${pathId} started: ${incidentId}.`,
          lines: ["It is kept off for two hours."],
        },
      ];
    }
  }
}

const overviewOf = (deps: OverviewDeps): Promise<Overview> => readOverview(deps, undefined);

async function waitingOf(deps: WaitingDeps) {
  const { atMs, approvals } = await listApprovals(deps);
  return approvals.filter(({ status, expiresAtMs }) => status === "pending" && atMs < expiresAtMs);
}
