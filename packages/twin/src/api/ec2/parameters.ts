import { canonical } from "../../world/prefix.ts";
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

const MIN_PAGE = 5;
const MAX_PAGE = 1_000;

/** A page of items and the token of the next one; `MaxResults` as EC2 takes it. @throws ApiError InvalidParameterValue, InvalidNextToken */
export function pageOf<T>(
  items: readonly T[],
  parameters: Ec2Parameters,
): { readonly page: readonly T[]; readonly nextToken?: string } {
  const asked = parameters.text("MaxResults");
  const size = asked === undefined ? Math.max(MAX_PAGE, items.length) : Number(asked);
  if (asked !== undefined && (!Number.isInteger(size) || size < MIN_PAGE || size > MAX_PAGE))
    throw new ApiError(
      "InvalidParameterValue",
      `Value ( ${asked} ) for parameter maxResults is invalid. Expecting a value between ${MIN_PAGE} and ${MAX_PAGE}.`,
    );
  const token = parameters.text("NextToken");
  const from = token === undefined ? 0 : Number(Buffer.from(token, "base64url").toString("latin1"));
  if (token === "" || !Number.isInteger(from) || from < 0 || from > items.length)
    throw new ApiError("InvalidNextToken", "The token is not valid");
  const end = from + size;
  return {
    page: items.slice(from, end),
    ...(end < items.length && { nextToken: Buffer.from(String(end)).toString("base64url") }),
  };
}

/** The destination of a route call, with its host bits at zero, as EC2 stores it. @throws ApiError InvalidParameterValue */
export function cidrOf(parameters: Ec2Parameters): string {
  const prefix = parameters.need("DestinationCidrBlock");
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(prefix);
  const [bits = 33, ...bytes] = (match ?? []).slice(1).map(Number).reverse();
  if (bits <= 32 && bytes.length === 4 && bytes.every((byte) => byte <= 255)) return canonical(prefix);
  throw new ApiError(
    "InvalidParameterValue",
    `Value (${prefix}) for parameter destinationCidrBlock is invalid. This is not a valid CIDR block.`,
  );
}
