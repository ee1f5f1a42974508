/**
 * The bare name in what Lambda takes as a function's name: `fn`, `fn:live`, `123456789012:function:fn` or a whole ARN, with or
 * without a qualifier.
 */
export function bareFunctionName(nameOrArn: string): string {
  const parts = nameOrArn.split(":");
  const marker = parts.indexOf("function");
  return (marker >= 0 ? parts[marker + 1] : parts[0]) ?? nameOrArn;
}
