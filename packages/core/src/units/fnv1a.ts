/** FNV-1a, 64 bits as 16 hex digits: tells contents apart and names things the same way each time; no protection against intent. @see RFC draft-eastlake-fnv */
export function fnv1a64(content: string): string {
  let hash = 0xcbf29ce484222325n;
  for (const byte of new TextEncoder().encode(content))
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  return hash.toString(16).padStart(16, "0");
}
