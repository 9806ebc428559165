import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { loadConfig } from '../../../src/config.ts'
import { createGateway } from '../../../src/gateway.ts'
import { createLogger } from '../../../src/logger.ts'
import { imageBuilderKind } from '../../../src/schema/image-builder/kind.ts'
import { CERTIFICATE } from '../../support/certificate.ts'
import { startFront } from '../../support/clients/intermediary.ts'
import { startIssuer } from '../../support/issuer.ts'
import { startMain } from '../../support/main.ts'
import { failureOf, READER, startCompany, stubOwnCredentials } from './credentials/roles/support.ts'

stubOwnCredentials()

/** Host that is reachable only through a proxy. */
const AWS = 'http://appstream.test'
const withoutRoles = { roleArns: [], operateRoleArns: [], sessionTags: false }
const QUERY = JSON.stringify({ query: '{ imageBuilders { totalCount } }' })

describe('proxy settings', () => {
  test('apply to calls to AppStream and to STS', async () => {
    await using company = await startCompany()
    await using proxy = await startFront(company.emulator.url)
    await using stsProxy = await startFront(company.sts.url)
    await using proxied = await startCompany({
      endpoint: AWS,
      roleArns: [],
      operateRoleArns: [],
      sessionTags: false,
      network: { proxies: { HTTP_PROXY: proxy.url } },
    })
    expect(await proxied.target.reader.listAll(imageBuilderKind.listing)).toHaveLength(1)
    expect(proxy.requests).toEqual([`POST ${AWS}/`])

    await using assumed = await startCompany({
      endpoint: company.emulator.url,
      stsEndpoint: 'http://sts.test',
      network: { proxies: { HTTP_PROXY: stsProxy.url, NO_PROXY: '127.0.0.1' } },
    })
    await assumed.target.reader.listAll(imageBuilderKind.listing)
    expect(stsProxy.requests).toEqual(['POST http://sts.test/'])
    expect(company.sts.assumptions).toMatchObject([{ roleArn: READER }])
  })

  test('tunnel TLS and verify the certificate', async () => {
    await using company = await startCompany()
    await using aws = await startFront(company.emulator.url, { tls: true })
    await using proxy = await startFront(aws.url)
    const network = { proxies: { HTTPS_PROXY: proxy.url } }
    await using proxied = await startCompany({
      ...withoutRoles,
      endpoint: 'https://appstream.test',
      network: { ...network, trustedCertificates: CERTIFICATE },
    })
    expect(await proxied.target.reader.listAll(imageBuilderKind.listing)).toHaveLength(1)
    expect(proxy.requests).toEqual(['CONNECT appstream.test:443'])

    await using untrusting = await startCompany({
      ...withoutRoles,
      endpoint: 'https://appstream.test',
      network,
    })
    expect(await failureOf(untrusting.target.reader.listAll(imageBuilderKind.listing))).toMatchObject({
      code: 'UPSTREAM_UNAVAILABLE',
      retryable: false,
      message: expect.stringContaining('AWS_CA_BUNDLE'),
    })
  })

  test('apply to fetching the JWKS', async () => {
    await using issuer = await startIssuer()
    await using proxy = await startFront(issuer.env.AUTH_JWKS_URL)
    const config = loadConfig({
      PORT: '0',
      AWS_ENDPOINT_URL_APPSTREAM: 'http://127.0.0.1:9',
      ...issuer.env,
      AUTH_JWKS_URL: 'http://keys.localhost/jwks',
      http_proxy: proxy.url,
    })
    await using gateway = createGateway(config, { logger: createLogger('silent') })
    await gateway.start()
    const headers = { 'content-type': 'application/json', ...(await issuer.headers()) }
    const response = await fetch(gateway.url, { method: 'POST', headers, body: '{"query":"{ __typename }"}' })

    expect(response.status).toBe(200)
    expect(proxy.requests).toEqual(['GET http://keys.localhost/jwks'])
  })

  test('do not apply to the emulator', async () => {
    await using company = await startCompany()
    const config = loadConfig({
      PORT: '0',
      AWS_ENDPOINT_URL_APPSTREAM: company.emulator.url,
      HTTP_PROXY: 'http://127.0.0.1:9',
    })
    await using gateway = createGateway(config, { logger: createLogger('silent') })
    await gateway.start()
    const headers = { 'content-type': 'application/json' }
    const response = await fetch(gateway.url, { method: 'POST', headers, body: QUERY })

    expect(await response.json()).toEqual({ data: { imageBuilders: { totalCount: 1 } } })
  })
})

describe('AWS profile settings', () => {
  let home = ''
  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'appstream-graphql-'))
  })
  afterEach(() => rm(home, { recursive: true }))

  const common = {
    PORT: '0',
    UPSTREAM: 'aws',
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: '345678901234',
    AWS_SECRET_ACCESS_KEY: 'any',
    AWS_SHARED_CREDENTIALS_FILE: '/nonexistent',
  }

  test('set endpoint_url, ca_bundle and use_fips_endpoint; the ready line shows them', async () => {
    await using company = await startCompany()
    await using aws = await startFront(company.emulator.url, { tls: true })
    const file = join(home, 'config')
    await writeFile(join(home, 'ca.pem'), CERTIFICATE)
    await writeFile(
      file,
      `[default]\nendpoint_url = ${aws.url}\nca_bundle = ${join(home, 'ca.pem')}\nuse_fips_endpoint = true\n`,
    )
    await using main = startMain([], { ...common, AWS_CONFIG_FILE: file })
    await main.ready(/^(\S+) is ready\. /)
    await main.stop('SIGTERM')

    expect(main.stdout()).toContain(`Upstream: AppStream in us-east-1 (${aws.url})\n`)
    expect(main.stderr()).toContain('the FIPS switch of the AWS settings does not apply')
  })

  test('reject an unreadable ca_bundle as a configuration error', async () => {
    await writeFile(join(home, 'config'), '[default]\nca_bundle = /nonexistent\n')
    await using main = startMain([], { ...common, AWS_CONFIG_FILE: join(home, 'config') })

    expect(await main.exited).toEqual([1, null])
    expect(main.stderr()).toContain('ca_bundle of the AWS profile is "/nonexistent": ENOENT')
  })
})
