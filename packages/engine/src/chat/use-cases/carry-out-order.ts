import type { Caller, ChatOrder, ChatRequest } from "@skylane/core";
import type { Deps } from "../../deps.ts";
import { parseCommand } from "../parse-command.ts";
import type { ChatAnswer } from "../word-status.ts";
import { answerQuestion } from "./answer-question.ts";
import { submitForm } from "./choose-services.ts";
import { pressButton } from "./press-button.ts";
import { pressIntent } from "./press-intent.ts";
import { runCommand } from "./run-command.ts";

type OrderDeps = Parameters<typeof runCommand>[0] &
  Parameters<typeof pressButton>[0] &
  Parameters<typeof pressIntent>[0] &
  Parameters<typeof answerQuestion>[0] &
  Pick<Deps, "once">;

/** Longer than an order is delivered again. */
const CLAIM_MS = 3_600_000;

/**
 * Does what was ordered, in the name of the person who did. It may be called again for the same order, after a crash: requests are
 * known by their key, and what would count twice is begun once. @throws ERR_NOT_ALLOWED, and what the order throws
 */
export async function carryOutOrder(
  deps: OrderDeps,
  caller: Caller,
  { id, request }: Pick<ChatOrder, "id" | "request">,
): Promise<readonly ChatAnswer[]> {
  if (countsTwice(request) && !(await deps.once.claim(`chat-order#${id}`, CLAIM_MS)))
    return [
      {
        title: "It is not known whether this was done",
        lines: [
          "Skylane was broken off while it did. Look with /skylane status or /skylane intents before you repeat it.",
        ],
      },
    ];
  switch (request.kind) {
    case "command":
      return runCommand(deps, caller, request.text, id);
    case "move":
      return [await pressButton(deps, caller, request)];
    case "intent":
      return [await pressIntent(deps, caller, request)];
    case "pick":
    case "say":
      return [await answerQuestion(deps, caller, request, id)];
    case "form":
      return [await submitForm(deps, caller, request.form, id)];
  }
}

/** A drain and a press of a button begin something each time they are carried out. */
const countsTwice = (request: ChatRequest): boolean =>
  request.kind === "move" ||
  request.kind === "intent" ||
  (request.kind === "command" && parseCommand(request.text).kind === "drain");
