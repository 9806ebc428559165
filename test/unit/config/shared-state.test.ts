import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { loadConfig } from '../../../src/config.ts'
import { CERTIFICATE } from '../../support/certificate.ts'
import { problemsOf } from './problems.ts'

const accepted = 'expected a URL like `rediss://user:password@host:6379`, with the password percent-encoded'

test('a gateway without a shared state is a single process', () => {
  expect(loadConfig({}).sharedState).toBe(undefined)
  expect(loadConfig({ DEPLOYMENT: 'blue' }).sharedState).toBe(undefined)
})

test('reads the shared state', async () => {
  const file = join(await mkdtemp(join(tmpdir(), 'ca-')), 'ca.pem')
  await writeFile(file, CERTIFICATE)
  const env = {
    SHARED_STATE_URL: 'rediss://gateway:p%40ss@redis.example.com:6380/2',
    SHARED_STATE_CA: file,
    DEPLOYMENT: 'eu-prod.1',
  }
  expect(loadConfig(env).sharedState).toEqual({
    url: env.SHARED_STATE_URL,
    ca: CERTIFICATE.trim(),
    isCluster: false,
    deployment: 'eu-prod.1',
  })
  expect(
    loadConfig({ SHARED_STATE_URL: 'redis://127.0.0.1', SHARED_STATE_CLUSTER: 'true' }).sharedState,
  ).toEqual({ url: 'redis://127.0.0.1', isCluster: true, deployment: 'default' })
})

test.each([
  'redis.example.com:6379',
  'http://redis.example.com',
  'redis://',
  'rediss://:sesame@',
  'rediss://:se%same@redis.example.com',
  'rediss://:sesame@redis.example.com/db',
  'rediss://:sesame@redis.example.com?password=sesame',
  'unix:///run/redis.sock',
])('rejects %s without showing it', (url) => {
  expect(problemsOf({ SHARED_STATE_URL: url })).toEqual([`SHARED_STATE_URL is invalid: ${accepted}`])
})

test.each([
  [
    'a plaintext connection to another host',
    { SHARED_STATE_URL: 'redis://:sesame@redis.example.com' },
    'SHARED_STATE_URL is not encrypted: use rediss://, or set SHARED_STATE_ALLOW_PLAINTEXT=true on a trusted network',
  ],
  [
    'a certificate authority for a plaintext connection',
    { SHARED_STATE_URL: 'redis://localhost', SHARED_STATE_CA: 'test/support/certificate.ts' },
    'SHARED_STATE_CA is set, but SHARED_STATE_URL is not encrypted: use rediss://',
  ],
  [
    'a database number of a cluster',
    { SHARED_STATE_URL: 'redis://localhost/3', SHARED_STATE_CLUSTER: 'true' },
    'SHARED_STATE_URL has a database number, which SHARED_STATE_CLUSTER=true does not support',
  ],
  [
    'a file without certificates',
    { SHARED_STATE_URL: 'rediss://localhost', SHARED_STATE_CA: 'package.json' },
    'SHARED_STATE_CA is "package.json": the file contains no PEM certificate',
  ],
  [
    'a deployment with braces, which would move its keys',
    { DEPLOYMENT: 'a}b' },
    'DEPLOYMENT is "a}b": expected 1 to 64 letters, digits and `_.-`',
  ],
])('rejects %s', (_what, env, problem) => {
  expect(problemsOf(env)).toEqual([problem])
})

test('accepts a plaintext connection to another host if allowed', () => {
  const env = { SHARED_STATE_URL: 'redis://redis', SHARED_STATE_ALLOW_PLAINTEXT: 'true' }
  expect(loadConfig(env).sharedState?.url).toBe('redis://redis')
})
