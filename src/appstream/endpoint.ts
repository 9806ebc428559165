import { AppStreamClient } from '@aws-sdk/client-appstream'

/** Selects an endpoint of a region. */
export interface EndpointOptions {
  /** Custom endpoint; overrides `fips` and `dualstack`. */
  readonly endpoint?: string
  /** The endpoint with FIPS 140 validated cryptography. */
  readonly fips?: boolean
  /** The endpoint with IPv6. */
  readonly dualstack?: boolean
}

/** Returns the URL of AppStream in a region, by the SDK's own rules. */
export function endpointOf(region: string, options: EndpointOptions): string {
  const { endpoint, fips = false, dualstack = false } = options
  if (endpoint !== undefined) return endpoint
  const client = new AppStreamClient({ region })
  const parameters = { Region: region, UseFIPS: fips, UseDualStack: dualstack }
  try {
    return client.config.endpointProvider(parameters).url.href.replace(/\/$/, '')
  } finally {
    client.destroy()
  }
}
