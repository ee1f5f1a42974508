import { type CloudId, ComplianceTag, type IntentRequest, ServiceKind } from "@skylane/core";
import * as z from "zod";

type Slots = NonNullable<z.input<typeof IntentRequest>["slots"]>;
type Mention = NonNullable<Slots["source"]>;

const text = z.string().max(256);

/** The form as it is typed: texts, so that nothing is lost while it is no number yet. */
export const FormFields = z.strictObject({
  fromCloud: text,
  fromKind: text,
  fromName: text,
  fromRegion: text,
  toCloud: text,
  toKind: text,
  toName: text,
  toRegion: text,
  port: text,
  maxRttMs: text,
  monthlyGb: text,
  encryption: text,
  endpoint: text,
  compliance: z.array(text).max(20),
  isPublicForbidden: z.boolean(),
});
export type FormFields = z.infer<typeof FormFields>;

export const emptyForm: FormFields = {
  ...{ fromCloud: "", fromKind: "", fromName: "", fromRegion: "" },
  ...{ toCloud: "", toKind: "", toName: "", toRegion: "" },
  ...{ port: "", maxRttMs: "", monthlyGb: "", encryption: "", endpoint: "" },
  compliance: [],
  isPublicForbidden: false,
};

/** Clouds by the names people know them by. */
export const clouds: Readonly<Record<CloudId, string>> = {
  aws: "AWS",
  azure: "Azure",
  gcp: "Google Cloud",
  oci: "Oracle Cloud",
  onprem: "on premises",
};

const isCloud = (text: string): text is CloudId => Object.hasOwn(clouds, text);

/** What the form says, as the API takes it; what was left empty is absent, for nothing is assumed. The API judges it. */
export function slotsOf(form: FormFields): Slots {
  const port = number(form.port);
  const maxRttMs = number(form.maxRttMs);
  const monthlyGb = number(form.monthlyGb);
  const compliance = ComplianceTag.options.filter((tag) => form.compliance.includes(tag));
  const source = mention(form.fromCloud, form.fromKind, form.fromName, form.fromRegion);
  const destination = mention(form.toCloud, form.toKind, form.toName, form.toRegion);
  return {
    ...(source && { source }),
    ...(destination && { destination }),
    ...(port !== undefined && { port }),
    requirements: {
      ...(maxRttMs !== undefined && { maxRttMs }),
      ...(monthlyGb !== undefined && { monthlyGb }),
      ...(compliance.length > 0 && { compliance }),
      ...((form.encryption === "required" || form.encryption === "not-needed") && { encryption: form.encryption }),
      ...(form.endpoint === "public" && { endpoint: "public" as const }),
      ...(form.isPublicForbidden && { isPublicForbidden: true }),
    },
  };
}

function mention(cloud: string, kind: string, name: string, regionId: string): Mention | undefined {
  const called = name.trim();
  if (called === "") return undefined;
  const known = ServiceKind.safeParse(kind);
  return {
    name: called,
    ...(isCloud(cloud) && { cloud }),
    ...(known.success && { kind: known.data }),
    ...(regionId.trim() !== "" && { regionId: regionId.trim() }),
  };
}

/** A comma may stand for the point; what is no number is absent. */
function number(text: string): number | undefined {
  const value = Number(text.trim().replace(",", "."));
  return text.trim() === "" || !Number.isFinite(value) ? undefined : value;
}
