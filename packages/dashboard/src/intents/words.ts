import type { ConnectPlan, IntentView, MadeResource, RunStatus, ServiceKind } from "@skylane/core";
import { plain } from "../shell/plain-text.ts";
import type { Verdict } from "../shell/verdict.ts";

/** How each status is called in a list, and how loud it is. */
export const statuses: Readonly<Record<RunStatus, { readonly name: string; readonly tone: Verdict["tone"] }>> = {
  questions: { name: "asks back", tone: "watch" },
  refused: { name: "cannot be taken", tone: "bad" },
  violating: { name: "breaks policy", tone: "bad" },
  designed: { name: "designed only", tone: "watch" },
  "awaiting-approval": { name: "waits for approval", tone: "watch" },
  approved: { name: "approved", tone: "watch" },
  provisioning: { name: "being built", tone: "watch" },
  proving: { name: "being proven", tone: "watch" },
  undoing: { name: "being taken back", tone: "watch" },
  fulfilled: { name: "stands, proven", tone: "good" },
  undone: { name: "undone", tone: "good" },
  "rolled-back": { name: "failed, taken back", tone: "bad" },
  rejected: { name: "turned down", tone: "watch" },
  cancelled: { name: "cancelled", tone: "watch" },
  expired: { name: "ran out", tone: "watch" },
  stuck: { name: "stuck", tone: "bad" },
};

/** Something goes on by itself: it is looked at each second. */
export const isUnderWay = (status: RunStatus): boolean =>
  status === "approved" || status === "provisioning" || status === "proving" || status === "undoing";

/** What a person reads first; pure. */
export function verdictOf({ run, neededSignatureCount = 0, made }: IntentView): Verdict {
  const { tone } = statuses[run.status];
  const what = run.intents.length === 1 ? "The connection" : `The ${run.intents.length} connections`;
  const says = (text: string, detail: string): Verdict => ({ tone, text, detail });
  const proven = run.evidence.filter(({ isProven }) => isProven).length;
  const readyCount = made.filter(({ state }) => state === "ready").length;
  const why = plain(run.failure ?? "");
  switch (run.status) {
    case "questions":
      return says("Something must be said first", "Two answers would lead to two plans, so nothing is assumed.");
    case "refused":
      return says("This cannot be taken as it is", "What is wrong, and what would pass, is below. Nothing was made.");
    case "violating":
      return says("This would break a rule of policy", "What would keep the rule is below. Nothing was made.");
    case "designed":
      return says("Designed, and not built here", "This installation shows plans and builds nothing.");
    case "awaiting-approval":
      return says(
        `Waits for ${count(neededSignatureCount - run.signatures.length, "signature")}`,
        `Nothing is made before. Whoever asked (${plain(run.askedBy)}) cannot sign.`,
      );
    case "approved":
      return says("Approved; building begins", "Each object is written down before it is ordered.");
    case "provisioning":
      return says(
        "Being built",
        `${readyCount} of ${count(run.plan?.steps.length ?? 0, "object")} ready; clouds take their time.`,
      );
    case "proving":
      return says("Being proven by traffic", `${proven} of ${count(run.evidence.length, "check")} came out so far.`);
    case "undoing":
      return says("Being taken back", `${count(made.filter(isLeft).length, "object")} still there.`);
    case "fulfilled":
      return says(
        `${what} ${run.intents.length === 1 ? "stands" : "stand"}`,
        `Proven by traffic: ${proven} of ${count(run.evidence.length, "check")}.`,
      );
    case "undone":
      return says(
        "Undone",
        `Taken back${run.undoneBy === undefined ? "" : ` for ${plain(run.undoneBy)}`}; nothing of it is left.`,
      );
    case "rolled-back":
      return says("It failed, and was taken back", why || "Nothing of it is left.");
    case "rejected":
      return says("Turned down", why || "Nothing was made.");
    case "cancelled":
      return says("Cancelled", why || "Nothing was made.");
    case "expired":
      return says("It waited too long for signatures", "Nothing was made. Ask again if it is still wanted.");
    case "stuck":
      return says("Something could not be taken away", why || "A person was told; undo may be ordered again.");
  }
}

const isLeft = ({ state, wasThere }: MadeResource): boolean => !wasThere && state !== "removed" && state !== "planned";

export const count = (n: number, one: string): string => `${n.toLocaleString("en-US")} ${one}${n === 1 ? "" : "s"}`;

/** What the answers to questions are; how the ways of a plan are called. */
export const wayNames: Readonly<Record<ConnectPlan["ways"][number]["kind"], string>> = {
  "existing-path": "over links that are there",
  "new-vpn": "over a new VPN",
  peering: "over a new peering",
  "transit-peering": "over a new peering of transit gateways",
  "interim-vpn": "over a VPN until a circuit is there",
  "public-endpoint": "over its public endpoint",
};

export const riskNames: Readonly<Record<ConnectPlan["risk"]["tier"], string>> = {
  auto: "no signature needed",
  "one-approver": "one signature",
  "two-approvers": "two signatures",
};

export const kindNames: Readonly<Record<ServiceKind, string>> = {
  lambda: "Lambda function",
  "ec2-instance": "EC2 instance",
  rds: "RDS database",
  "azure-sql": "Azure SQL database",
  "azure-vm": "Azure virtual machine",
  storage: "storage",
  "cloud-sql": "Cloud SQL database",
  "gce-instance": "Compute Engine instance",
  "oci-db": "Oracle database",
  "oci-instance": "Oracle instance",
  host: "host",
};

/** A sum of money a month; what is not known is said. */
export const monthly = (usd: number | undefined): string =>
  usd === undefined
    ? "not known"
    : `$${usd.toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`;

/** `40 s`, `12 min`: how long something is thought to take. */
export function span(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  const seconds = Math.round(ms / 1_000);
  return seconds < 90 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
}

/** Objects of a plan by cloud, each with what became of it. */
export interface CloudDiff {
  readonly cloud: string;
  readonly rows: readonly {
    readonly id: string;
    readonly summary: string;
    readonly resource: string;
    readonly state: StepState;
  }[];
}
export type StepState = "new" | "used" | MadeResource["state"];

/** The marks of the states of an object: none is told by colour alone. */
export const stepMarks: Readonly<Record<StepState, readonly [mark: string, name: string]>> = {
  new: ["+", "will be made"],
  used: ["=", "was there, is used"],
  planned: ["+", "will be made"],
  ordering: ["…", "being ordered"],
  ordered: ["…", "being made"],
  ready: ["✓", "ready"],
  failed: ["✕", "failed"],
  removing: ["…", "being taken away"],
  removed: ["−", "taken away"],
};

/** What will be made or was made, by cloud, in the order of the plan; pure. */
export function diffOf({ run, made }: IntentView): readonly CloudDiff[] {
  const byStep = new Map(made.map((one) => [one.stepId, one]));
  return [...Map.groupBy(run.plan?.steps ?? [], ({ cloud }) => cloud)].map(([cloud, steps]) => ({
    cloud,
    rows: steps.map(({ id, summary, resource }) => {
      const own = byStep.get(id);
      return { id, summary, resource, state: own === undefined ? "new" : own.wasThere ? "used" : own.state };
    }),
  }));
}

/** Text in which ids that are paths of a cloud keep their first and last part: `azure/…/azure-eastus`. */
export const shortIds = (text: string): string => plain(text).replace(/\/\S{20,}\/([^/\s]+)/g, "/…/$1");

/** A line of what a plan costs, and how many of its like there are. */
export interface CostLine {
  readonly what: string;
  readonly lineCount: number;
  /** Of all of them. */
  readonly monthlyUsd: number;
}

/** Lines that say the same, as one with their sum; in their order. */
export const linesTogether = (lines: ConnectPlan["cost"]["lines"]): readonly CostLine[] =>
  [...Map.groupBy(lines, ({ what }) => what)].map(([what, own]) => ({
    what,
    lineCount: own.length,
    monthlyUsd: own.reduce((sum, { monthlyUsd }) => sum + monthlyUsd, 0),
  }));
