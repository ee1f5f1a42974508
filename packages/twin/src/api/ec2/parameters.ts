import { ApiError } from "../api-error.ts";

/** Parameters of an EC2 query: `VpcId.1`, `Filter.1.Name`, `Filter.1.Value.1` … */
export interface Ec2Parameters {
  text(name: string): string | undefined;
  /** @throws ApiError MissingParameter */
  need(name: string): string;
  list(name: string): readonly string[];
  filters(): ReadonlyMap<string, readonly string[]>;
}

/** Reads an EC2 query body. */
export function ec2Parameters(form: URLSearchParams): Ec2Parameters {
  const list = (name: string): readonly string[] => {
    const found: string[] = [];
    for (let i = 1; form.has(`${name}.${i}`); i += 1) found.push(form.get(`${name}.${i}`) ?? "");
    return found;
  };
  return {
    text: (name) => form.get(name) ?? undefined,
    need(name) {
      const value = form.get(name);
      if (value) return value;
      throw new ApiError("MissingParameter", `The request must contain the parameter ${name}`);
    },
    list,
    filters() {
      const found = new Map<string, readonly string[]>();
      for (let i = 1; form.has(`Filter.${i}.Name`); i += 1)
        found.set(form.get(`Filter.${i}.Name`) ?? "", list(`Filter.${i}.Value`));
      return found;
    },
  };
}

/** A page of items and the token of the next one; `MaxResults` as EC2 takes it. @throws ApiError InvalidNextToken */
export function pageOf<T>(
  items: readonly T[],
  parameters: Ec2Parameters,
): { readonly page: readonly T[]; readonly nextToken?: string } {
  const size = Number(parameters.text("MaxResults") ?? items.length) || items.length;
  const token = parameters.text("NextToken");
  const from = token === undefined ? 0 : Number(Buffer.from(token, "base64url").toString("latin1"));
  if (!Number.isInteger(from) || from < 0 || from > items.length)
    throw new ApiError("InvalidNextToken", "The token is not valid");
  const end = from + size;
  return {
    page: items.slice(from, end),
    ...(end < items.length && { nextToken: Buffer.from(String(end)).toString("base64url") }),
  };
}
