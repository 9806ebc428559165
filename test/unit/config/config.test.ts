import { expect, test } from 'vitest'
import { configurationTables, environment } from '../../../src/config/environment.ts'
import { loadConfig } from '../../../src/config.ts'
import { problemsOf } from './problems.ts'

test('defaults to the emulator on 127.0.0.1:4000', () => {
  const config = loadConfig({})

  expect(config.upstream).toMatchObject({ kind: 'emulator', regions: ['us-east-1'], roleArns: [] })
  expect(config.server).toMatchObject({
    host: '127.0.0.1',
    port: 4000,
    graphiql: true,
    shutdownGraceMs: 10_000,
  })
  expect(config.log.level).toBe('info')
  expect(config.upstream).not.toHaveProperty('endpoint')
})

test('reads every setting', () => {
  const config = loadConfig({
    UPSTREAM: 'aws',
    AWS_REGIONS: 'us-east-1, us-gov-west-1,us-east-1',
    AWS_ROLE_ARNS: 'arn:aws:iam::123456789012:role/path/reader,arn:aws-us-gov:iam::210987654321:role/reader',
    AWS_OPERATE_ROLE_ARNS: 'arn:aws:iam::123456789012:role/operator',
    AWS_SESSION_TAGS: 'true',
    AWS_ACCOUNT_ID: '123456789012',
    AWS_ENDPOINT_URL_APPSTREAM: 'http://127.0.0.1:4566',
    AWS_ENDPOINT_URL_STS: 'http://127.0.0.1:4567',
    GRAPHIQL: 'false',
    PORT: '0',
    MAX_STALENESS_MS: '0',
    EMULATOR_SPEED: '0.5',
    LOG_LEVEL: 'silent',
  })

  expect(config.upstream).toMatchObject({
    kind: 'aws',
    regions: ['us-east-1', 'us-gov-west-1'],
    roleArns: ['arn:aws:iam::123456789012:role/path/reader', 'arn:aws-us-gov:iam::210987654321:role/reader'],
    operateRoleArns: ['arn:aws:iam::123456789012:role/operator'],
    sessionTags: true,
    accountId: '123456789012',
    endpoint: 'http://127.0.0.1:4566',
    stsEndpoint: 'http://127.0.0.1:4567',
  })
  expect(config.server).toMatchObject({ port: 0, graphiql: false })
  expect(config.freshness.maxStalenessMs).toBe(0)
  expect(config.emulator.speed).toBe(0.5)
  expect(config.log.level).toBe('silent')
})

test('enables overlays against AWS and disables them against the emulator', () => {
  expect(loadConfig({ UPSTREAM: 'aws', AWS_REGION: 'eu-west-1' }).freshness.overlayMs).toBe(30_000)
  expect(loadConfig({}).freshness.overlayMs).toBe(0)
})

test('disables callbacks by default and allows them under each configured URL', () => {
  expect(loadConfig({}).server.callbacks).toEqual({ urls: [], maxSubscriptions: 1000, timeoutMs: 5000 })
  const urls = 'https://Router.example.com:443/callback, http://127.0.0.1:4000'
  expect(loadConfig({ SUBSCRIPTION_CALLBACK_URLS: urls }).server.callbacks.urls).toEqual([
    'https://router.example.com/callback',
    'http://127.0.0.1:4000/',
  ])
})

test('has default limits, and 0 disables those that are optional', () => {
  expect(loadConfig({}).limits).toEqual({
    maxBodyBytes: 262_144,
    maxTokens: 5000,
    maxNesting: 64,
    maxDepth: 12,
    maxAliases: 50,
    maxRootFields: 50,
    maxDirectives: 50,
    maxCost: 150_000,
    maxResponseBytes: 10_000_000,
    maxFieldComparisons: 30_000,
    maxListItems: 1000,
    maxStringLength: 10_000,
    maxUpstreamCalls: 100,
    queryTimeoutMs: 15_000,
    mutationTimeoutMs: 60_000,
    introspection: true,
  })
  const none = loadConfig({ MAX_DEPTH: '0', MAX_COST: '0', QUERY_TIMEOUT_MS: '0', INTROSPECTION: 'false' })
  expect(none.limits).toMatchObject({ maxDepth: 0, maxCost: 0, queryTimeoutMs: 0, introspection: false })
})

test('requires only AWS_REGION for AWS and prefers AWS_REGIONS', () => {
  expect(loadConfig({ UPSTREAM: 'aws', AWS_REGION: 'eu-west-1' }).upstream.regions).toEqual(['eu-west-1'])
  const both = loadConfig({ AWS_REGION: 'eu-west-1', AWS_REGIONS: 'ap-south-1' })
  expect(both.upstream.regions).toEqual(['ap-south-1'])
})

test('treats an empty or blank variable as unset', () => {
  expect(loadConfig({ PORT: '', AWS_ACCOUNT_ID: ' ', AWS_REGIONS: '' })).toEqual(loadConfig({}))
})

test('ignores unknown variables', () => {
  expect(loadConfig({ PATH: '/bin', AWS_PROFILE: 'dev' })).toEqual(loadConfig({}))
})

test.for([
  ['PORT', '5s'],
  ['PORT', '65536'],
  ['PORT', '-1'],
  ['PORT', '1e3'],
  ['MAX_STALENESS_MS', 'NaN'],
  ['MAX_STALENESS_MS', '1.5'],
  ['UPSTREAM_MAX_ATTEMPTS', '0'],
  ['EMULATOR_SPEED', '0'],
  ['EMULATOR_SPEED', 'Infinity'],
  ['UPSTREAM', 'azure'],
  ['GRAPHIQL', 'yes'],
  ['LOG_LEVEL', 'verbose'],
  ['HOST', 'a b'],
  ['AWS_REGION', 'Virginia'],
  ['AWS_REGIONS', 'us-east-1,,eu-west-1'],
  ['AWS_ROLE_ARNS', 'arn:aws:iam::1:role/reader'],
  ['AWS_OPERATE_ROLE_ARNS', 'arn:aws:iam::123456789012:user/operator'],
  ['AWS_SESSION_TAGS', '1'],
  ['AWS_ACCOUNT_ID', '12345'],
  ['AWS_ENDPOINT_URL_APPSTREAM', 'ftp://example.com'],
  ['CORS_ORIGINS', 'https://example.com/path'],
  ['ALLOWED_HOSTS', 'example.com:4000'],
  ['SUBSCRIPTION_CALLBACK_URLS', 'router.example.com'],
  ['SUBSCRIPTION_CALLBACK_URLS', 'ftp://router.example.com'],
  ['SUBSCRIPTION_CALLBACK_URLS', 'http://user@router.example.com'],
  ['SUBSCRIPTION_CALLBACK_URLS', 'http://router.example.com/#callback'],
  ['SUBSCRIPTION_CALLBACK_URLS', 'http://router.example.com,,http://another.example.com'],
  ['MAX_BODY_BYTES', '0'],
  ['MAX_TOKENS', '0'],
  ['MAX_NESTING', '0'],
  ['MAX_COST', '-1'],
  ['INTROSPECTION', 'off'],
] as const)('rejects %s=%s', ([name, value]) => {
  expect(problemsOf({ [name]: value })).toEqual([
    expect.stringMatching(new RegExp(`^${name} is "${value}": expected .`)),
  ])
})

test.for([
  [
    { HOST: '0.0.0.0' },
    /^HOST is "0\.0\.0\.0": without AUTH_ISSUER or ROUTER_HMAC_SECRET it must be a loopback address/,
  ],
  [{ HOST: '::' }, /^HOST is "::"/],
  [{ CORS_ORIGINS: '*' }, /^CORS_ORIGINS is "\*": expected a comma-separated list of origins/],
  [{ HOST: 'gateway.internal' }, /^HOST is "gateway\.internal"/],
  [{ AUTH_ISSUER: 'https://id.example.com' }, /^AUTH_AUDIENCE is unset/],
  [{ AUTH_JWKS_URL: 'http://id.example.com/keys' }, /^AUTH_JWKS_URL is "http:.*": expected an https URL/],
  [{ ROUTER_HMAC_SECRET: 'too short' }, /^ROUTER_HMAC_SECRET is invalid: expected 32 or more/],
] as const)('rejects %j as unsafe', ([env, problem]) => {
  expect(problemsOf(env)[0]).toMatch(problem)
})

test.for([
  { HOST: '127.0.0.2' },
  { HOST: '::1' },
  { HOST: 'localhost' },
  { HOST: '0.0.0.0', ROUTER_HMAC_SECRET: 'x'.repeat(32) },
  {
    HOST: '0.0.0.0',
    AUTH_ISSUER: 'https://id.example.com',
    AUTH_AUDIENCE: 'gateway',
    AUTH_JWKS_URL: 'https://id.example.com/keys',
  },
])('accepts %j as safe', (env) => {
  expect(problemsOf(env)).toEqual([])
})

test('reports all errors together', () => {
  const problems = problemsOf({ UPSTREAM: 'aws', PORT: 'x', AWS_ACCOUNT_ID: 'y', LOG_LEVEL: 'z' })

  expect(problems.map((problem) => problem.split(' ')[0])).toEqual([
    'AWS_ACCOUNT_ID',
    'PORT',
    'LOG_LEVEL',
    'AWS_REGIONS',
  ])
  expect(() => loadConfig({ PORT: 'x' })).toThrow(
    'Invalid configuration:\n  PORT is "x": expected a whole number from 0 to 65535',
  )
})

test('freezes the configuration deeply', () => {
  const config = loadConfig({})
  const { upstream, server } = config
  const lists = [
    upstream.regions,
    upstream.roleArns,
    upstream.operateRoleArns,
    server.callbacks,
    server.callbacks.urls,
  ]
  const parts = [config, ...lists, ...Object.values(config)]

  expect(parts.every((part) => Object.isFrozen(part))).toBe(true)
})

test('lists every variable with its default and unit in the tables', () => {
  const tables = configurationTables()
  const rows = tables.split('\n').filter((line) => line.startsWith('| `'))

  expect(tables).toContain('| `MAX_STALENESS_MS` | `5000` ms |')
  expect(tables).toContain('| `AWS_ROLE_ARNS` | unset |')
  expect(rows.every((row) => row.split(' | ').length === 4)).toBe(true)
  expect(rows.map((row) => row.split('`')[1]).toSorted()).toEqual(Object.keys(environment.shape).toSorted())
})

test('does not repeat an invalid secret', () => {
  expect(problemsOf({ METRICS_TOKEN: 'a secret' })).toEqual([
    'METRICS_TOKEN is invalid: expected 16 or more letters, digits and `-._~+/=`',
  ])
  expect(loadConfig({ METRICS_TOKEN: 'token-of-the-scraper' }).server.metricsAccess).toEqual({
    token: 'token-of-the-scraper',
  })
  expect(loadConfig({}).server.metricsAccess).toBe('open')
})

test('normalizes origins', () => {
  const given =
    'HTTPS://Console.Example.com/, https://console.example.com:443, http://intern:8080,, capacitor://localhost'
  expect(loadConfig({ CORS_ORIGINS: given }).browser.corsOrigins).toEqual([
    'https://console.example.com',
    'http://intern:8080',
    'capacitor://localhost',
  ])
})

test.for([
  ['https://example.com/app', 'use "https://example.com"'],
  ['https://ada:secret@example.com', 'use "https://example.com"'],
  ['https://example.com?x', 'use "https://example.com"'],
  ['console.example.com', 'use "https://console.example.com"'],
  ['https://*.example.com', 'has a wildcard: list each origin'],
  ['https://a.example, *', '(any site) is not supported'],
  ['null', 'any site can send'],
  ['https://', 'is not an origin'],
] as const)('rejects CORS_ORIGINS=%s and suggests the correct value', ([given, advice]) => {
  expect(problemsOf({ CORS_ORIGINS: given })).toEqual([expect.stringContaining(advice)])
})

test('reads further CORS headers as lower-case names', () => {
  expect(loadConfig({ CORS_HEADERS: 'X-Tenant, x-team' }).browser.corsHeaders).toEqual(['x-tenant', 'x-team'])
  expect(problemsOf({ CORS_HEADERS: 'x tenant' })).toEqual([expect.stringContaining('header names')])
})
