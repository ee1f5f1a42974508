import type { IntentRun, RunSummary } from "@skylane/core";
import { inTerminal, neededSignatures, previewLines } from "../intent/index.ts";
import type { ChatAnswer } from "./word-status.ts";

/** As many as fit into one message, each with its buttons. */
const MAX_WAITING = 10;
const SHOWN = 10;

/** A request as it stands, for who has asked: what was understood, and what it waits for now. */
export function wordRun(run: IntentRun): ChatAnswer {
  const { id, intents, plan, status } = run;
  const readAs = intents.flatMap(({ understanding }) => (understanding.kind === "refused" ? [] : understanding.readAs));
  const issues = [
    ...intents.flatMap(({ understanding }) => (understanding.kind === "refused" ? understanding.issues : [])),
    ...(plan?.issues ?? []).map(({ issue }) => issue),
  ];
  const safe = (lines: readonly string[]): string[] => lines.map(inTerminal);
  switch (status) {
    case "questions":
      return wordQuestions(run, safe(readAs));
    case "refused":
      return {
        title: `${id} cannot be planned`,
        lines: safe([
          ...readAs,
          ...issues.map(({ field, message, example }) => `${field}: ${message} e.g. ${example}`),
        ]),
      };
    case "violating":
      return {
        title: `${id} would break a rule, nothing was changed`,
        lines: safe([
          ...readAs,
          ...(plan?.violations ?? []).flatMap(({ rule, reason, alternatives }) => [
            `${rule}: ${reason}`,
            ...alternatives.map(({ label }) => `instead: ${label}`),
          ]),
        ]),
      };
    default:
      return {
        title: status === "awaiting-approval" ? `${id}: this is what would be made` : `${id} is ${status}`,
        lines: [
          ...safe(readAs),
          ...(plan ? previewLines(plan, inTerminal) : []),
          ...(status === "designed" ? safe([run.failure ?? ""]) : []),
        ],
        ...(plan &&
          status === "awaiting-approval" && { intent: buttonsOf(run.id, plan.hash, status, neededSignatures(plan)) }),
      };
  }
}

function wordQuestions({ id, intents }: IntentRun, readAs: readonly string[]): ChatAnswer {
  const questions = intents.flatMap(({ understanding }) =>
    understanding.kind === "questions" ? understanding.questions : [],
  );
  const [first] = questions;
  return {
    title: `${id}: something must be said before it can be planned`,
    lines: [...readAs, ...questions.map(({ prompt, example }) => inTerminal(`${prompt} e.g. ${example}`))],
    // of many requests at once it would not be known which one is answered
    ...(first &&
      intents.length === 1 && {
        question: {
          runId: id,
          slot: first.slot,
          prompt: inTerminal(first.prompt),
          labels: first.choices.map(({ label }) => inTerminal(label)),
        },
      }),
  };
}

/** The last requests: first those that wait for approval, each with its buttons, and those that can be undone. */
export function wordRuns(runs: readonly RunSummary[]): readonly ChatAnswer[] {
  if (runs.length === 0) return [{ title: "Nothing was asked for yet.", lines: [] }];
  const [ours, others] = [runs.filter(isOurs), runs.filter((run) => !isOurs(run))];
  return [
    ...[...ours]
      .sort((a, b) => Number(b.status === "awaiting-approval") - Number(a.status === "awaiting-approval"))
      .slice(0, MAX_WAITING)
      .map(({ id, title, status, askedBy, planHash = "", neededSignatureCount }) => ({
        title: `${id}: ${status}`,
        lines: [inTerminal(title), `${askedBy} asked`],
        intent: buttonsOf(id, planHash, status, neededSignatureCount),
      })),
    ...(others.length === 0
      ? []
      : [
          {
            title: "Others",
            lines: others.slice(0, SHOWN).map(({ id, title, status }) => inTerminal(`${id}: ${status}: ${title}`)),
          },
        ]),
  ];
}

const isOurs = ({ status, planHash }: RunSummary): boolean =>
  planHash !== undefined && (status === "awaiting-approval" || status === "fulfilled");

const buttonsOf = (
  id: IntentRun["id"],
  planHash: string,
  status: IntentRun["status"],
  neededCount: number | undefined,
): NonNullable<ChatAnswer["intent"]> => ({
  id,
  planHash,
  verbs: status === "fulfilled" ? ["undo"] : ["approve", "reject"],
  ...(neededCount !== undefined && { neededCount }),
});
