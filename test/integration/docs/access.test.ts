import { describe, expect, test } from 'vitest'
import { loadConfig } from '../../../src/config.ts'
import { DEFAULT_TIMEOUTS } from '../../../src/server/connections/timeouts.ts'
import { startGateway } from '../../support/gateway.ts'
import { AUDIENCE, startIssuer } from '../../support/issuer.ts'
import { readPage } from '../../support/readme.ts'

/** Event of Cognito's pre token generation trigger, as far as the documented function uses it. */
interface TokenEvent {
  readonly callerContext: { readonly clientId: string }
  readonly request: { readonly groupConfiguration: { readonly groupsToOverride?: readonly string[] } }
  readonly response: {
    claimsAndScopeOverrideDetails?: {
      readonly accessTokenGeneration: {
        readonly claimsToAddOrOverride: Readonly<Record<string, string>>
        readonly scopesToAdd: readonly string[]
      }
    }
  }
}

const page = readPage('docs/access.md')
const [code = ''] = page.sections.flatMap(({ steps }) =>
  steps.flatMap((step) => (step.kind === 'module' ? [step.code] : [])),
)
const { handler }: { handler(event: TokenEvent): Promise<TokenEvent> } = await import(
  /* @vite-ignore */ `data:text/javascript,${encodeURIComponent(code)}`
)

test('the Cognito trigger grants the scopes of the groups', async () => {
  await using issuer = await startIssuer()
  await using gateway = await startGateway({ env: issuer.env })
  gateway.home.putImageBuilder({ Name: 'builder', State: 'STOPPED' })
  const headersFor = async (groupsToOverride?: readonly string[]) => {
    const groupConfiguration = groupsToOverride ? { groupsToOverride } : {}
    const callerContext = { clientId: AUDIENCE }
    const { response } = await handler({ callerContext, request: { groupConfiguration }, response: {} })
    const { claimsToAddOrOverride, scopesToAdd } =
      response.claimsAndScopeOverrideDetails?.accessTokenGeneration ?? {}
    // As Cognito issues access tokens: without an audience, and with scopes of its own.
    const scope = ['openid', ...(scopesToAdd ?? [])].join(' ')
    return issuer.headers({ aud: undefined, scope, ...claimsToAddOrOverride })
  }
  const start =
    'mutation { startImageBuilder(input: { name: "builder" }) { __typename ... on AppStreamError { code } } }'
  const codeOf = async (groups: readonly string[] | undefined, query: string) => {
    const { data, errors } = await gateway.query<Record<string, { code?: string }>, never>(query, {
      headers: await headersFor(groups),
    })
    return errors?.[0]?.extensions['code'] ?? Object.values(data ?? {})[0]?.code ?? 'OK'
  }

  expect(await codeOf(undefined, '{ imageBuilders { totalCount } }')).toBe('FORBIDDEN')
  expect(await codeOf(['readers'], '{ imageBuilders { totalCount } }')).toBe('OK')
  expect(await codeOf(['readers'], start)).toBe('FORBIDDEN')
  expect(await codeOf(['readers', 'operators'], start)).toBe('OK')
})

describe('the configuration of nginx', () => {
  const [, nginx = ''] = /^```nginx\n(.*?)^```$/ms.exec(page.text) ?? []
  const valuesOf = (name: string) =>
    Array.from(nginx.matchAll(new RegExp(`^ *${name} (.*);$`, 'gm')), ([, value]) => value)
  const secondsOf = (name: string) => Number(/^(\d+)s$/.exec(valuesOf(name)[0] ?? '')?.[1])
  const { server, limits } = loadConfig({})

  test('reaches the default address of the gateway', () => {
    expect(valuesOf('server')).toEqual([`${server.host}:${server.port}`])
  })

  test('waits longer for a response than a mutation and a heartbeat take', () => {
    const timeoutMs = secondsOf('proxy_read_timeout') * 1000

    expect(timeoutMs).toBeGreaterThan(limits.mutationTimeoutMs)
    expect(timeoutMs).toBeGreaterThan(2 * server.keepAliveIntervalMs)
  })

  test('closes idle connections before the gateway does', () => {
    expect(secondsOf('keepalive_timeout') * 1000).toBeLessThan(DEFAULT_TIMEOUTS.keepAliveMs)
  })

  test('passes on what WebSockets and the check of origins need', () => {
    expect(valuesOf('proxy_http_version')).toEqual(['1.1'])
    expect(valuesOf('proxy_set_header')).toEqual([
      'Host $http_host',
      'Upgrade $http_upgrade',
      'Connection $connection_upgrade',
    ])
  })
})
