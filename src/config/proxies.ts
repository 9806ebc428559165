/** Variables that many programs share, in both cases. */
const NAMES: ReadonlySet<string> = new Set(['HTTPS_PROXY', 'HTTP_PROXY', 'NO_PROXY'])

/** Reads a variable; a proxy's lower-case name, which goes first, as with Node.js and curl, if that is set. */
export function readVariable(
  env: Readonly<Record<string, string | undefined>>,
  name: string,
): string | undefined {
  const lowerCase = NAMES.has(name) ? env[name.toLowerCase()]?.trim() : undefined
  return lowerCase || env[name]?.trim() || undefined
}
