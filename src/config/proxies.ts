/** Variables shared with other programs, which read them in upper and lower case. */
const NAMES: ReadonlySet<string> = new Set(['HTTPS_PROXY', 'HTTP_PROXY', 'NO_PROXY'])

/** Reads a variable. For a proxy, the lower-case name takes precedence, as in Node.js and curl. */
export function readVariable(
  env: Readonly<Record<string, string | undefined>>,
  name: string,
): string | undefined {
  const lowerCase = NAMES.has(name) ? env[name.toLowerCase()]?.trim() : undefined
  return lowerCase || env[name]?.trim() || undefined
}
