import { type AlarmSpec, alarmsOf } from "../../infra/alarm-table.ts";
import { auditRules } from "../../infra/audit-rules.ts";
import { noticesOf } from "../../infra/notice-rules.ts";

/** docs/operations/own-alarms.md: what each alarm of a Region means, for whoever is woken by one. */
export function ownAlarmsPage(): string {
  const alarms = alarmsOf({
    name: "skylane",
    regionId: "this Region",
    otherRegionId: "the other Region",
    vantageIds: ["a", "b"],
    apiId: "",
  });
  const metricCount = alarms.reduce((sum, { metrics }) => sum + metrics.length, 0);
  const notices = [
    ...noticesOf({ workflowArns: [] }),
    ...auditRules({ actuators: [], tokenAskers: [], assumedByToken: [] }),
  ];
  return `# Skylane's own alarms

Generated from \`infra/alarm-table.ts\`, \`infra/notice-rules.ts\` and \`infra/audit-rules.ts\` by \`npm run gen\`. Each Region has all
of them, named \`<deployment>-<name>\`; they go to the topic \`<deployment>-alarms\` and to the mail address of \`alarms.email\`. They are
about Skylane; [alarms of links](../alarms.md) are evidence, and another matter. Why some are alarms and some are not:
[ADR 24](../adr/0024-what-happens-is-told-by-a-rule.md).

Once, by a person:

- confirm the subscription that AWS mails to \`alarms.email\`, one for each Region;
- see that a trail of CloudTrail records the account, or EventBridge hears nothing of foreign changes and tokens;
- activate \`skylane:name\` as a cost allocation tag, or the watch for unusual costs sees nothing (the budget needs no tag);
- let the account be told of its bill (Billing, Alert preferences), or a dashboard shows no cost.

## What stays away, or is counted

${alarms.length} alarms of CloudWatch on ${metricCount} metrics, told when they go off and when they are over. They need nothing of Skylane. Where the column
says *silence*, the alarm also goes off when nothing is measured at all.

| alarm | goes off after | what it means |
| --- | --- | --- |
${[...Map.groupBy(alarms, familyOf).entries()].map(([family, all]) => row(family, all)).join("\n")}

## What happens

Events that a rule of EventBridge hands to the topic, each as it happens, with the ids it is about. No function is between.

| rule | what it means |
| --- | --- |
${notices.map(({ name, says }) => `| \`${name}\` | ${shown(says)} |`).join("\n")}
`;
}

/** Alarms that say the same, each of another thing, are one row. */
const FAMILIES = ["dead-letters", "table-throttled"];
const familyOf = ({ name }: AlarmSpec): string => FAMILIES.find((one) => name.startsWith(`${one}-`)) ?? name;

function row(family: string, all: readonly AlarmSpec[]): string {
  const [alarm] = all;
  if (alarm === undefined) return "";
  const things = all.map(({ name }) => name.slice(family.length + 1));
  const [thing = ""] = things;
  const [name, says] =
    thing === ""
      ? [alarm.name, alarm.says]
      : [`${family}-…`, `${alarm.says.replaceAll(thing, "…")} One each for ${things.join(", ")}.`];
  return `| \`${name}\` | ${after(alarm)} | ${shown(says)} |`;
}

function after({ badPeriods: [count, of], periodSeconds, silence }: AlarmSpec): string {
  const unit = periodSeconds === 60 ? "minute" : periodSeconds === 3_600 ? "hour" : `${periodSeconds / 60} minutes`;
  const text = of > 1 ? `${count} bad of ${of} ${unit}s` : unit.replace(/^[a-z]/, "1 $&");
  return silence === "breaching" ? `${text}, *silence*` : text;
}

/** Runbooks as links, from where the page lies; what stands in angle brackets is a placeholder, not HTML. */
const shown = (says: string): string =>
  says
    .replaceAll(/docs\/operations\/(runbooks\/([\w-]+)\.md)/g, "[$2]($1)")
    .replaceAll("<", "&lt;")
    .replaceAll("|", "\\|");
