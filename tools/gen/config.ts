import { SkylaneConfig } from "@skylane/core";
import * as z from "zod";

/** JSON Schema of skylane.yaml as a person writes it: durations are strings, defaults may be left out. */
export const configSchema = (): string => {
  const schema = z.toJSONSchema(SkylaneConfig, { io: "input", unrepresentable: "any" });
  return `${JSON.stringify({ title: "skylane.yaml", ...schema }, null, 2)}\n`;
};
