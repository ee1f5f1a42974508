import { IntentId, IntentSlotName } from "@skylane/core";
import type { ChatAnswer } from "@skylane/engine";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { messageProblems, optionsProblems, viewProblems } from "../../../../test/support/block-kit.ts";
import { optionOf } from "./limits.ts";
import { slackMessage } from "./slack-blocks.ts";
import { connectionView } from "./windows/connection-form.ts";
import { answerView, confirmView } from "./windows/views.ts";

const text = fc.oneof(fc.string({ unit: "grapheme", maxLength: 400 }), fc.string({ maxLength: 5_000, size: "max" }));
const runId = fc.stringMatching(/^in-[a-z0-9-]{1,60}$/).map((id) => IntentId.parse(id));
const planHash = fc.stringMatching(/^[0-9a-f]{12,64}$/);
const slot = fc.constantFrom(...IntentSlotName.options);
const answer: fc.Arbitrary<ChatAnswer> = fc.record(
  {
    title: text,
    lines: fc.array(text, { maxLength: 60 }),
    intent: fc.record(
      {
        id: runId,
        planHash,
        verbs: fc.subarray(["approve", "reject", "undo"] as const, { minLength: 1 }),
        neededCount: fc.nat(2),
      },
      { requiredKeys: ["id", "planHash", "verbs"] },
    ),
    question: fc.record({ runId, slot, prompt: text, labels: fc.array(text, { maxLength: 150 }) }),
  },
  { requiredKeys: ["title", "lines"] },
);
const replyUrl = fc.option(
  fc.nat(970).map((length) => `https://hooks.slack.com/${"x".repeat(length)}`),
  { nil: undefined },
);

describe("runtime/slack/limits", () => {
  it("no answer is longer than Slack takes, whatever is said", () => {
    fc.assert(
      fc.property(fc.array(answer, { minLength: 1, maxLength: 30 }), (answers) => {
        expect(messageProblems(slackMessage(...answers))).toEqual([]);
      }),
    );
  });

  it("no window is larger than Slack takes, whatever it is about", () => {
    fc.assert(
      fc.property(runId, planHash, slot, replyUrl, fc.constantFrom("approve", "undo"), (id, hash, asked, url, verb) => {
        const about = { runId: id, replyUrl: url };
        for (const view of [
          connectionView(url),
          answerView({ ...about, slot: asked }),
          confirmView({ ...about, planHash: hash.slice(0, 12), verb }),
        ])
          expect(viewProblems(view)).toEqual([]);
      }),
    );
  });

  it("no choice is longer than Slack takes, and one of up to 150 characters is whole", () => {
    fc.assert(
      fc.property(text, (label) => {
        const option = optionOf(label, "0");
        expect(optionsProblems({ options: [option] })).toEqual([]);
      }),
    );
    const label = `azure-sql orderdb, azure eastus, account ${"0".repeat(60)}`;
    const { text: first, description } = optionOf(label, "0");
    expect(`${first.text}${description?.text}`).toBe(label);
  });

  it("says of a message and of a window that is too large why Slack does not take it", () => {
    const section = { type: "section", text: { type: "plain_text", text: "x".repeat(3_001) } };
    const input = {
      type: "input",
      block_id: "a",
      label: { type: "plain_text", text: "" },
      element: { type: "datepicker" },
    };

    expect(messageProblems({ blocks: Array(51).fill(section) })).toHaveLength(52);
    expect(
      viewProblems({
        type: "modal",
        title: { type: "plain_text", text: "x".repeat(25) },
        private_metadata: "x".repeat(3_001),
        blocks: [input, input],
      }),
    ).toHaveLength(8);
  });
});
