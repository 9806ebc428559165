import { AppStreamClient } from '@aws-sdk/client-appstream'
import { loadConfig } from '@smithy/core/config'

/** Settings that the AWS CLI and the SDKs share, from the environment and the AWS profile. */
export interface SharedSettings {
  /** `AWS_ENDPOINT_URL_APPSTREAM`, `AWS_ENDPOINT_URL`, or `endpoint_url` of the profile and its services section. */
  readonly endpoint?: string
  /** The same for STS. */
  readonly stsEndpoint?: string
  readonly fips: boolean
  readonly dualstack: boolean
  /** The path of a PEM file: `ca_bundle` of the profile, which only the AWS CLI reads otherwise. */
  readonly caBundle?: string
}

/** Reads the shared settings as the SDK does. @throws Error for a malformed one */
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
