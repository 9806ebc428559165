import { AppStreamClient } from '@aws-sdk/client-appstream'
import { loadConfig } from '@smithy/core/config'

/** Settings shared by the AWS CLI and the SDKs, from the environment and the AWS profile. */
export interface SharedSettings {
  /** `AWS_ENDPOINT_URL_APPSTREAM`, `AWS_ENDPOINT_URL`, or `endpoint_url` of the profile and its services section. */
  readonly endpoint?: string
  /** Same, for STS. */
  readonly stsEndpoint?: string
  readonly fips: boolean
  readonly dualstack: boolean
  /** Path of a PEM file: `ca_bundle` of the profile, which the SDK ignores. */
  readonly caBundle?: string
}

/** Reads the shared settings as the SDK does. @throws Error if one is malformed */
export async function readSharedSettings(region: string): Promise<SharedSettings> {
  const appstream = new AppStreamClient({ region })
  const sts = new AppStreamClient({ region, serviceId: 'STS' })
  try {
    const [endpoint, stsEndpoint, fips, dualstack, caBundle] = await Promise.all([
      appstream.config.serviceConfiguredEndpoint?.(),
      sts.config.serviceConfiguredEndpoint?.(),
      appstream.config.useFipsEndpoint(),
      appstream.config.useDualstackEndpoint(),
      loadConfig<string | undefined>({
        environmentVariableSelector: () => undefined,
        configFileSelector: (profile) => profile['ca_bundle'],
        default: async () => undefined,
      })(),
    ])
    return {
      fips,
      dualstack,
      ...(endpoint !== undefined && { endpoint }),
      ...(stsEndpoint !== undefined && { stsEndpoint }),
      ...(caBundle !== undefined && { caBundle }),
    }
  } finally {
    appstream.destroy()
    sts.destroy()
  }
}
