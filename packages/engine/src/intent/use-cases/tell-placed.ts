import type { EventDraft, IntentRun } from "@skylane/core";
import type { Deps } from "../../deps.ts";
import { neededSignatures } from "../policy/index.ts";
import { aboutRun } from "./load-run.ts";

const MAX_QUESTIONS = 50;

/** Tells that something was asked for, and what it waits for now. */
export async function tellPlaced({ publisher }: Pick<Deps, "publisher">, run: IntentRun): Promise<void> {
  const about = { subject: run.id, epoch: run.askedAtMs };
  const data = aboutRun(run);
  const asked: EventDraft = {
    type: "intent.submitted.v1",
    ...about,
    seq: 0,
    data: { ...data, askedBy: run.askedBy },
  };
  const then = waitsFor(run);
  await publisher.publish([asked, ...(then ? [{ ...about, seq: 1, ...then } as EventDraft] : [])]);
}

/** What a run waits for, as an event; `undefined` = nothing that somebody must be told. */
function waitsFor(run: IntentRun): Pick<EventDraft, "type" | "data"> | undefined {
  const data = aboutRun(run);
  if (run.status === "questions") {
    const questions = run.intents.flatMap(({ understanding }) =>
      understanding.kind === "questions" ? understanding.questions.map(({ prompt }) => prompt) : [],
    );
    return { type: "intent.clarification-asked.v1", data: { ...data, questions: questions.slice(0, MAX_QUESTIONS) } };
  }
  if (run.status === "approved" && run.plan)
    return { type: "intent.approved.v1", data: { ...data, planHash: run.plan.hash, by: [] } };
  return run.status === "awaiting-approval" ? approvalAsked(run) : undefined;
}

/** That a plan waits for signatures. */
export function approvalAsked(
  run: IntentRun,
): Pick<EventDraft<"intent.approval-asked.v1">, "type" | "data"> | undefined {
  const { plan, approvalExpiresAtMs } = run;
  if (!plan || approvalExpiresAtMs === undefined) return undefined;
  const { totalMonthlyUsd } = plan.cost;
  return {
    type: "intent.approval-asked.v1",
    data: {
      ...aboutRun(run),
      planHash: plan.hash,
      neededCount: neededSignatures(plan),
      stepCount: plan.steps.length,
      ...(totalMonthlyUsd !== undefined && { monthlyUsd: totalMonthlyUsd }),
      expiresAtMs: approvalExpiresAtMs,
    },
  };
}
