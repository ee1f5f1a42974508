/** The address two above a range's first: where AWS answers for names in a VPC, and where data centres like to. */
export function secondAddress(cidr: string): string {
  const [first = ""] = cidr.split("/");
  const value = first.split(".").reduce((sum, byte) => sum * 256 + Number(byte), 0) + 2;
  return [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join(".");
}
