/** What somebody asks for in a chat. */
export type ChatCommand =
  | { readonly kind: "status" | "approvals" | "intents" }
  /** `connect` without words: by a form. */
  | { readonly kind: "form" }
  | { readonly kind: "connect"; readonly words: string }
  | { readonly kind: "kill"; readonly isStopped: boolean; readonly reason: string }
  | { readonly kind: "hold" | "release" | "drain"; readonly pathId: string; readonly reason: string }
  | { readonly kind: "help"; readonly because?: string };

/** All there is, one line each. */
export const COMMANDS = [
  "status: what is wrong, and what carries what",
  "approvals: moves that wait for an approver",
  "connect [words]: ask for a connection, in words or by a form; it is shown before anything is built",
  "intents: connections that were asked for, and what waits for an approver",
  "kill on|off [reason]: stop every move, or let them go on",
  "hold <path> [reason]: keep traffic on a path for two hours",
  "release <path> [reason]: leave a path to Skylane again",
  "drain <path> [reason]: move traffic off a path and keep it off for two hours",
] as const;

const REASON_LENGTH = 500;

/** Reads the words behind `/skylane`; pure. What it does not understand is asked back, never guessed. */
export function parseCommand(text: string): ChatCommand {
  const [verb = "", object = "", ...rest] = text.trim().split(/\s+/);
  const reason = rest.join(" ").slice(0, REASON_LENGTH) || "ordered in Slack";
  switch (verb.toLowerCase()) {
    case "status":
    case "approvals":
    case "intents":
      return { kind: verb.toLowerCase() as "status" | "approvals" | "intents" };
    case "connect":
      if (object === "") return { kind: "form" };
      return { kind: "connect", words: text.trim().slice(verb.length).trim() };
    case "kill": {
      const state = object.toLowerCase();
      if (state === "on" || state === "off") return { kind: "kill", isStopped: state === "on", reason };
      return { kind: "help", because: `kill takes on or off, not "${object}"` };
    }
    case "hold":
    case "release":
    case "drain":
      if (object === "") return { kind: "help", because: `${verb.toLowerCase()} takes the name of a path` };
      return { kind: verb.toLowerCase() as "hold" | "release" | "drain", pathId: object, reason };
    case "":
    case "help":
      return { kind: "help" };
    default:
      return { kind: "help", because: `there is no command "${verb}"` };
  }
}
