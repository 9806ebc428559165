/** Returns an error with advice for causes that a setting can fix. */
export function explainListenError(
  error: unknown,
  { host, port }: { readonly host: string; readonly port: number },
): Error {
  const advice: Readonly<Record<string, string>> = {
    EADDRINUSE: `port ${port} on ${host} is in use: set PORT to another one (0 takes any free one)`,
    EADDRNOTAVAIL: `${host} is not an address of this machine: set HOST to one that is`,
    ENOTFOUND: `the host name ${host} cannot be resolved: set HOST to another one`,
    EACCES: `port ${port} needs privileges that this process lacks: set PORT to 1024 or above`,
  }
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return new Error(`Cannot listen: ${advice[code] ?? String(error)}.`, { cause: error })
}
