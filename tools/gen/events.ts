import { eventRegistry, eventSource, eventTypes, rules } from "@skylane/core";
import * as z from "zod";

const listenersOf = (type: string): string =>
  rules
    .filter((rule) => {
      const types = rule.pattern["detail-type"];
      return !Array.isArray(types) || types.includes(type);
    })
    .map((rule) => `\`${rule.target}\``)
    .join(", ");

/** docs/events.md: each event, what it says, who listens, and its fields. */
export const eventsPage = (): string =>
  `# Events

Generated from the registry in \`packages/core/src/events\` by \`npm run gen\`. \`Detail\` is a CloudEvents 1.0 object; its JSON
Schemas are in [schemas/events.schema.json](schemas/events.schema.json). Consumers are idempotent on \`id\` and drop what is
older than the \`(skylaneepoch, skylaneseq)\` they have seen of a subject.

| event | source | says | listeners |
| --- | --- | --- | --- |
${eventTypes.map((type) => `| \`${type}\` | \`${eventSource(type)}\` | ${eventRegistry[type].says} | ${listenersOf(type)} |`).join("\n")}
`;

/** JSON Schemas of every event's data, by event name. */
export const eventSchemas = (): string => {
  const schemas = Object.fromEntries(
    eventTypes.map((type) => [type, z.toJSONSchema(eventRegistry[type].data, { unrepresentable: "any" })]),
  );
  return `${JSON.stringify(schemas, null, 2)}\n`;
};
