import { globSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";

/** The arguments of a resource or of a block in it. */
export type TerraformBlock = {
  readonly [name: string]: {
    readonly type: "string" | "number" | "boolean" | "map" | "list" | "block" | "blocks";
    readonly required?: true;
    readonly block?: TerraformBlock;
  };
};

export interface TerraformSchema {
  /** Package and provider version the facts are from. */
  readonly source: string;
  readonly resources: Readonly<Record<string, TerraformBlock>>;
}

const folder = join(import.meta.dirname, "schema");

/** What each provider takes, by its name in Terraform. */
export const schemas: Readonly<Record<string, TerraformSchema>> = Object.fromEntries(
  globSync("*.json", { cwd: folder }).map((file) => [
    basename(file, ".json"),
    JSON.parse(readFileSync(join(folder, file), "utf8")) as TerraformSchema,
  ]),
);

/** Arguments that every resource takes. */
const metaArguments = new Set(["lifecycle", "depends_on", "provider", "count", "for_each"]);

/** What Terraform would refuse in a document: unknown arguments, missing ones, wrong types, references to nothing. Empty = it is fine. */
export function faultsOf(document: Readonly<Record<string, unknown>>): readonly string[] {
  const {
    terraform,
    provider,
    variable = {},
    import: imports = [],
    output = {},
    resource,
    ...unknown
  } = document as {
    readonly terraform?: {
      readonly required_version?: string;
      readonly required_providers?: Record<string, { source?: string; version?: string }>;
    };
    readonly provider?: Record<string, unknown>;
    readonly variable?: Record<string, { readonly type?: string; readonly description?: string }>;
    readonly output?: Record<string, { readonly value?: string; readonly description?: string }>;
    readonly import?: readonly { readonly to?: string; readonly id?: string }[];
    readonly resource?: Record<string, Record<string, Record<string, unknown>>>;
  };
  const resources = Object.entries(resource ?? {}).flatMap(([type, named]) =>
    Object.entries(named).map(([name, body]) => ({ type, name, body, address: `${type}.${name}` })),
  );
  const addresses = new Set(resources.map(({ address }) => address));
  const references = [...JSON.stringify({ resource, imports, output }).matchAll(/\$\{([^}]*)\}/g)].map(
    ([, inner = ""]) => inner,
  );
  return [
    ...Object.keys(unknown).map((key) => `${key}: no such block`),
    ...(terraform?.required_version === undefined ? ["terraform.required_version is missing"] : []),
    ...Object.entries(terraform?.required_providers ?? {}).flatMap(([name, { source, version }]) =>
      source && version && provider?.[name]
        ? []
        : [`required_providers.${name} lacks source, version or its provider block`],
    ),
    ...(resources.length === 0 ? ["no resource"] : []),
    ...resources.flatMap(({ type, body, address, name }) => {
      const name_ = /^[a-z_][a-z0-9_-]*$/i.test(name) ? [] : [`${address}: not a name`];
      const owner = type.split("_")[0] ?? "";
      const schema = schemas[owner]?.resources[type];
      if (!terraform?.required_providers?.[owner]) return [...name_, `${address}: provider ${owner} is not required`];
      if (JSON.stringify(body).includes("${each.") && body.for_each === undefined)
        return [...name_, `${address}: each without for_each`];
      return schema
        ? [...name_, ...blockFaults(address, body, schema, metaArguments)]
        : [...name_, `${address}: no schema of ${type}`];
    }),
    ...imports.flatMap(({ to = "", id = "" }) =>
      addresses.has(to) && id !== "" ? [] : [`import ${to}: no such resource or no id`],
    ),
    ...references.flatMap((inner) => {
      const [head = "", name = ""] = inner.split(".");
      const isThere = head === "each" || (head === "var" ? name in variable : addresses.has(`${head}.${name}`));
      return isThere ? [] : [`\${${inner}} names nothing`];
    }),
    ...Object.entries(output).flatMap(([name, { value }]) => (value ? [] : [`output ${name} has no value`])),
    ...Object.keys(variable).flatMap((name) =>
      references.includes(`var.${name}`) ? [] : [`variable ${name} is not used`],
    ),
  ];
}

function blockFaults(
  at: string,
  body: Readonly<Record<string, unknown>>,
  schema: TerraformBlock,
  besides: ReadonlySet<string> = new Set(),
): readonly string[] {
  return [
    ...Object.entries(schema).flatMap(([name, { required }]) =>
      required && body[name] === undefined ? [`${at}.${name} is missing`] : [],
    ),
    ...Object.entries(body).flatMap(([name, value]) => {
      if (besides.has(name)) return [];
      const shape = schema[name];
      return shape ? valueFaults(`${at}.${name}`, value, shape) : [`${at}.${name}: no such argument`];
    }),
  ];
}

function valueFaults(at: string, value: unknown, { type, block }: TerraformBlock[string]): readonly string[] {
  const isReference = typeof value === "string" && /^\$\{[\w.]+\}$/.test(value);
  const wrong = [`${at}: ${JSON.stringify(value)} is no ${type}`];
  switch (type) {
    case "string":
    case "number":
    case "boolean":
      return typeof value === type || isReference ? [] : wrong;
    case "list":
      return Array.isArray(value) && value.every((one) => typeof one === "string" || typeof one === "number")
        ? []
        : wrong;
    case "map":
      return typeof value === "object" && value !== null && !Array.isArray(value) ? [] : wrong;
    case "block":
    case "blocks": {
      const items: readonly unknown[] = Array.isArray(value) ? value : [value];
      if (type === "block" && items.length > 1) return wrong;
      return items.flatMap((item, i) =>
        typeof item === "object" && item !== null
          ? blockFaults(`${at}[${i}]`, item as Record<string, unknown>, block ?? {})
          : wrong,
      );
    }
  }
}
