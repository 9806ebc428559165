import { z } from 'zod'
import { isLoopback } from '../origin.ts'
import { choice, documentation, matching } from './variable.ts'

/** Variables that connect the replicas of a deployment. */
export const sharedStateVariables = {
  SHARED_STATE_URL: engineUrl(
    'Redis or Valkey server through which replicas share state, with user and password if needed. Unset: replicas share nothing.',
  ),
  SHARED_STATE_CA: matching(
    /./,
    'a PEM file',
    'CA certificates to trust for this server. Default: those of Node.js.',
  ),
  SHARED_STATE_CLUSTER: choice(
    ['true', 'false'],
    'false',
    'Set to true if this server runs in cluster mode.',
  ),
  SHARED_STATE_ALLOW_PLAINTEXT: choice(
    ['true', 'false'],
    'false',
    'Permits `redis://` for hosts other than loopback. Passwords and data then travel unencrypted.',
  ),
  DEPLOYMENT: matching(
    /^[\w.-]{1,64}$/,
    '1 to 64 letters, digits and `_.-`',
    'Name of the deployment. Replicas with the same name share state, so each environment needs its own.',
    'default',
  ),
}

/** Declares the optional URL of a Redis server, which may contain a password. */
function engineUrl(about: string) {
  return z.string().refine(isEngineUrl).optional().register(documentation, {
    about,
    accepted: 'a URL like `rediss://user:password@host:6379`, with the password percent-encoded',
    isSecret: true,
  })
}

function isEngineUrl(text: string): boolean {
  const url = URL.parse(text)
  if (url === null || !/^rediss?:$/.test(url.protocol) || url.hostname === '') return false
  if (!/^(\/\d{0,4})?$/.test(url.pathname) || url.search !== '' || url.hash !== '') return false
  try {
    decodeURIComponent(url.username + url.password)
    return true
  } catch {
    return false
  }
}

/** Returns conflicts between these variables, one line each. Empty if the URL itself is invalid. */
export function sharedStateConflicts(values: Readonly<Record<string, string | undefined>>): string[] {
  const { SHARED_STATE_URL: text, SHARED_STATE_CA: ca } = values
  if (text === undefined || !isEngineUrl(text)) return []
  const { protocol, hostname, pathname } = new URL(text)
  const problems: string[] = []
  const isEncrypted = protocol === 'rediss:'
  if (!isEncrypted && !isLoopback(hostname) && values['SHARED_STATE_ALLOW_PLAINTEXT'] !== 'true') {
    problems.push(
      'SHARED_STATE_URL is not encrypted: use rediss://, or set SHARED_STATE_ALLOW_PLAINTEXT=true on a trusted network',
    )
  }
  if (!isEncrypted && ca !== undefined) {
    problems.push('SHARED_STATE_CA is set, but SHARED_STATE_URL is not encrypted: use rediss://')
  }
  if (values['SHARED_STATE_CLUSTER'] === 'true' && /[1-9]/.test(pathname)) {
    problems.push('SHARED_STATE_URL has a database number, which SHARED_STATE_CLUSTER=true does not support')
  }
  return problems
}
