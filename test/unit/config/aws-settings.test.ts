import { describe, expect, test } from 'vitest'
import { endpointOf } from '../../../src/appstream/endpoint.ts'
import { loadConfig } from '../../../src/config.ts'
import { problemsOf } from './problems.ts'

const aws = { UPSTREAM: 'aws', AWS_REGION: 'us-east-1' }
const local = 'http://127.0.0.1:4566'
const other = 'http://127.0.0.1:4567'

describe('AWS_ENDPOINT_URL', () => {
  test.each([
    [
      'AWS_ENDPOINT_URL_APPSTREAM before AWS_ENDPOINT_URL',
      { AWS_ENDPOINT_URL: local, AWS_ENDPOINT_URL_APPSTREAM: other },
      other,
      local,
    ],
    ['AWS_ENDPOINT_URL for AppStream and STS', { AWS_ENDPOINT_URL: local }, local, local],
    [
      'none with AWS_IGNORE_CONFIGURED_ENDPOINT_URLS',
      { AWS_ENDPOINT_URL: local, AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'TRUE' },
      undefined,
      undefined,
    ],
  ])('resolves to %s', (_what, env, endpoint, stsEndpoint) => {
    const { upstream } = loadConfig({ ...aws, ...env })
    expect([upstream.endpoint, upstream.stsEndpoint]).toEqual([endpoint, stsEndpoint])
  })

  test('from the shell does not apply to the emulator', () => {
    const { upstream } = loadConfig({ AWS_ENDPOINT_URL: local, AWS_USE_FIPS_ENDPOINT: 'true' })
    expect(upstream).toMatchObject({ fips: false, dualstack: false })
    expect(upstream.endpoint).toBeUndefined()
  })

  test.each([
    ['us-east-1', {}, 'https://appstream2.us-east-1.amazonaws.com'],
    ['us-east-1', { fips: true }, 'https://appstream2-fips.us-east-1.amazonaws.com'],
    ['us-east-1', { dualstack: true }, 'https://appstream2.us-east-1.api.aws'],
    ['us-gov-west-1', { fips: true, dualstack: true }, 'https://appstream2-fips.us-gov-west-1.api.aws'],
    ['cn-north-1', {}, 'https://appstream2.cn-north-1.amazonaws.com.cn'],
    ['us-east-1', { fips: true, endpoint: local }, local],
  ])('in %s with %j resolves to %s', (region, options, url) => {
    expect(endpointOf(region, options)).toBe(url)
  })
})

describe('proxy settings', () => {
  test('prefer the lower-case names', () => {
    const env = {
      HTTPS_PROXY: 'http://upper:1',
      https_proxy: 'lower:2',
      NO_PROXY: '',
      no_proxy: '.internal,10.0.0.0/8',
    }
    expect(loadConfig(env).network.proxies).toEqual({
      HTTPS_PROXY: 'http://lower:2',
      NO_PROXY: '.internal,10.0.0.0/8',
    })
  })

  test('reject unusable URLs without printing their passwords', () => {
    expect(problemsOf({ HTTPS_PROXY: 'socks5://me:secret@proxy:1080' })).toEqual([
      'HTTPS_PROXY is invalid: expected an http or https URL',
    ])
  })
})

test('rejects a CA bundle without a certificate', () => {
  expect(problemsOf({ AWS_CA_BUNDLE: 'package.json' })).toEqual([
    'AWS_CA_BUNDLE is "package.json": the file contains no PEM certificate',
  ])
})
