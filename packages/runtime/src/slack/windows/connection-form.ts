import { optionOf, plain, SLACK_LIMITS } from "../limits.ts";
import { inputOf, viewOf } from "./views.ts";

const select = (options: readonly (readonly [value: string, label: string])[]) => ({
  type: "static_select",
  action_id: "value",
  options: options.map(([value, label]) => optionOf(label, value)),
});
const amount = (isDecimalAllowed: boolean, min: number, max: number) => ({
  type: "number_input",
  action_id: "value",
  is_decimal_allowed: isDecimalAllowed,
  min_value: String(min),
  max_value: String(max),
});
const service = {
  type: "external_select",
  action_id: "service",
  min_query_length: 1,
  placeholder: plain("Type a part of its name, Region or address", SLACK_LIMITS.placeholder),
};
const words = (maxLength: number) => ({ type: "plain_text_input", action_id: "value", max_length: maxLength });
const open = { isOptional: true } as const;

/** The form for a connection. Services are looked for while somebody types; where they are, their choice says. */
export const connectionView = (replyUrl: string | undefined): object =>
  viewOf({ callbackId: "connect", title: "Ask for a connection", submit: "Show the plan" }, { replyUrl }, [
    inputOf("source", { label: "Which service opens the connections?" }, service),
    inputOf("destination", { label: "Which service is asked?" }, service),
    inputOf(
      "port",
      { label: "TCP port", hint: "Empty: the one it is usually asked at.", ...open },
      amount(false, 1, 65_535),
    ),
    inputOf("latency", { label: "Round trip at most, ms", ...open }, amount(true, 0, 60_000)),
    inputOf(
      "encryption",
      { label: "Encryption", ...open },
      select([
        ["required", "required on every link"],
        ["not-needed", "the data needs none"],
      ]),
    ),
    inputOf(
      "exposure",
      { label: "Public internet", ...open },
      select([
        ["forbidden", "never crossed, not even in a tunnel"],
        ["allowed", "may be crossed"],
      ]),
    ),
    inputOf(
      "compliance",
      { label: "Compliance", ...open },
      {
        ...select([
          ["pci-dss", "PCI-DSS"],
          ["hipaa", "HIPAA"],
          ["gdpr", "GDPR"],
          ["soc2", "SOC 2"],
        ]),
        type: "multi_static_select",
      },
    ),
    inputOf("volume", { label: "Volume, GB a month", ...open }, amount(true, 0, 1e9)),
    inputOf("bandwidth", { label: "Bandwidth, Mbps", ...open }, amount(true, 0, 1e7)),
    inputOf(
      "priority",
      { label: "Priority", ...open },
      select([
        ["low", "low"],
        ["normal", "normal"],
        ["high", "high"],
      ]),
    ),
    inputOf("deadline", { label: "Needed by", ...open }, { type: "datepicker", action_id: "value" }),
    inputOf("owner", { label: "Owner", hint: "Who answers for it. Empty: you.", ...open }, words(255)),
    inputOf("cost-centre", { label: "Cost centre", ...open }, words(64)),
  ]);
