import { Action, type Caller, type Me } from "@skylane/core";
import type { Deps } from "../../deps.ts";
import { judgeCaller, personOf } from "../judge-caller.ts";
import { whyNot } from "../why-not.ts";

/**
 * Who asks, and for each action whether they may do it to the estate, with the reason where not. To look is no attempt: nothing
 * is recorded.
 */
export async function showMe({ config, rights }: Pick<Deps, "config" | "rights">, caller: Caller): Promise<Me> {
  const judge = await rights.judge();
  const person = personOf(config.people, caller);
  const id = person?.id ?? caller.names[0];
  const leave = (action: Action): Me["actions"][Action] => {
    const judged = judgeCaller(judge, config.people, caller, { action, about: { kind: "estate" } });
    if (judged.kind === "allowed") return { isAllowed: true };
    const { needs, has, policies } = judged;
    return {
      isAllowed: false,
      reason: whyNot(`${id} is`, { ...(needs && { needs }), ...(has && { has }), policies: [...policies] }),
    };
  };
  return {
    id,
    ...(person && { role: person.role }),
    actions: Object.fromEntries(Action.options.map((action) => [action, leave(action)])) as Me["actions"],
  };
}
