import { fromNodeProviderChain } from '@aws-sdk/credential-providers'
import type { NodeHttpHandler } from '@smithy/node-http-handler'
import type { AwsCredentialIdentity, Logger } from '@smithy/types'
import { untilAborted } from '../abort.ts'
import { firstLineOf } from '../errors/cause.ts'
import { CredentialSourceError } from '../errors/exceptions.ts'
import type { CredentialProvider } from './credential-cache.ts'

/** Configures {@link createOwnCredentials}. */
export interface OwnCredentialsOptions {
  /** Transport for the calls of the sources: STS, SSO, web identity. */
  readonly transport: NodeHttpHandler
  /** True if STS has a custom endpoint, to which the FIPS and dual-stack switches do not apply. */
  readonly hasOwnEndpoint: boolean
  /** Timeout of the calls that wait for these credentials, in milliseconds. */
  readonly deadlineMs: number
  readonly stopped: AbortSignal
}

interface Source {
  /** Matches the log line with which the SDK's chain queries the source. */
  readonly announced: RegExp
  readonly name: string
  /** True if a failure may be temporary. */
  readonly mayRecover: boolean
}

/** Most specific first. */
const SOURCES: readonly Source[] = [
  {
    announced: /::fromInstanceMetadata|is Ec2InstanceMetadata/,
    name: 'the EC2 instance metadata service (IMDS)',
    mayRecover: true,
  },
  {
    announced: /fromHttp|fromContainerMetadata|is EcsContainer/,
    name: 'the container credentials endpoint',
    mayRecover: true,
  },
  {
    announced: /credential-provider-process|Command failed|credential_process/,
    name: 'the credential_process of the AWS profile',
    mayRecover: true,
  },
  {
    announced: /credential-provider-sso|fromSSO|token-providers/,
    name: 'AWS SSO (IAM Identity Center)',
    mayRecover: false,
  },
  { announced: /web-identity|fromTokenFile|fromWebToken/, name: 'the web identity token', mayRecover: false },
  { announced: /resolveAssumeRole/, name: 'the role of the AWS profile', mayRecover: false },
  { announced: /credential-provider-ini|AWS_PROFILE is set/, name: 'the AWS profile', mayRecover: false },
]
/** Last message of the chain. A source may have failed before it. */
const NOTHING_FOUND = /Could not load credentials from any providers/
const FAILED_EARLIER =
  /remoteProvider::from|credential_source is Ec|Command failed|credential_process (?:returned|did not)/
/** Logged if a profile was selected. If the chain then finds nothing, the profile contains no usable source. */
const PROFILE_CHOSEN = /AWS_PROFILE is set/
/** Matches messages of an unreachable source, in any wrapping error. */
const OUTAGE =
  /ECONN|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EPIPE|EHOSTUNREACH|ENETUNREACH|socket hang up|Timeout|Internal|Unavailable|Throttl|Rate exceeded/i
/** Fraction of the timeout of the waiting call after which a source fails, so that the error can name the source. */
const SHARE_OF_DEADLINE = 0.75

/**
 * Creates the provider of credentials from the standard AWS chain: environment, profile, SSO, container or instance
 * role. Calls STS in the given region. Abandons a source that hangs, so that the next call queries it again.
 */
export function createOwnCredentials(options: OwnCredentialsOptions, region: string): CredentialProvider {
  const { transport, hasOwnEndpoint, deadlineMs, stopped } = options
  let chain = createChain()

  function createChain() {
    const trace: string[] = []
    const provide = fromNodeProviderChain({
      logger: traceInto(trace),
      parentClientConfig: { region },
      clientConfig: {
        requestHandler: shared(transport),
        ...(hasOwnEndpoint && { useFipsEndpoint: false, useDualstackEndpoint: false }),
      },
    })
    return { trace, provide }
  }

  return async (): Promise<AwsCredentialIdentity> => {
    const current = chain
    const late = AbortSignal.timeout(deadlineMs * SHARE_OF_DEADLINE)
    try {
      const credentials = await untilAborted(current.provide(), AbortSignal.any([stopped, late]))
      current.trace.length = 0
      return credentials
    } catch (cause) {
      if (late.aborted && chain === current) chain = createChain()
      throw explain(cause, current.trace, late.aborted)
    }
  }
}

function explain(cause: unknown, trace: readonly string[], isLate: boolean): CredentialSourceError {
  const reasons = new Set(trace.flatMap((line) => /property-provider \S+ (.+)/.exec(line)?.[1] ?? []))
  const last = firstLineOf(cause)
  const isNothing = NOTHING_FOUND.test(last)
  // The chain continues after a failed source, and its last error does not name that source.
  const source = isNothing
    ? (sourceOf(trace.filter((line) => FAILED_EARLIER.test(line))) ??
      sourceOf(trace.filter((line) => PROFILE_CHOSEN.test(line))))
    : sourceOf(trace)
  const why = [last, ...(isNothing ? reasons : [])].join('; ')
  if (isLate && source !== undefined) {
    const outages = [...reasons].filter((reason) => OUTAGE.test(reason))
    return new CredentialSourceError([`${source.name} did not respond in time`, ...outages].join('; '), {
      summary: (call) => `Could not get AWS credentials for ${call}: ${source.name} did not respond in time.`,
      retryable: true,
      cause,
    })
  }
  if (source === undefined) {
    return new CredentialSourceError(`no credentials found: ${why}`, {
      summary: (call) =>
        `No AWS credentials found for ${call}. Configure the environment, a profile, SSO, a container or an instance role.`,
      retryable: isLate || OUTAGE.test(why),
      cause,
    })
  }
  return new CredentialSourceError(
    `${isNothing ? 'no credentials found: ' : ''}${source.name} failed: ${why}`,
    {
      summary: (call) => `Could not get AWS credentials for ${call}: ${source.name} failed.`,
      retryable: source.mayRecover || OUTAGE.test(why),
      cause,
    },
  )
}

/** Returns the source that the chain queried last. */
function sourceOf(trace: readonly string[]): Source | undefined {
  for (const line of trace.toReversed()) {
    const source = SOURCES.find(({ announced }) => announced.test(line))
    if (source !== undefined) return source
  }
  return undefined
}

/** Creates a logger that collects the error of every provider, since the SDK's chain throws only the last one. */
function traceInto(trace: string[]): Logger {
  const note = (...content: unknown[]) => {
    if (trace.length < 100) trace.push(firstLineOf(content.map(String).join(' ')))
  }
  return { trace: note, debug: note, info: note, warn: note, error: note }
}

/** Returns a view of the transport that no client can configure or destroy, since clients share it. */
function shared(transport: NodeHttpHandler) {
  const handle: NodeHttpHandler['handle'] = (request, options) => transport.handle(request, options)
  return {
    metadata: transport.metadata,
    handle,
    httpHandlerConfigs: () => transport.httpHandlerConfigs(),
    updateHttpClientConfig() {},
    destroy() {},
  }
}
