import { AppStreamClient, AppStreamServiceException } from '@aws-sdk/client-appstream'
import { AwsJson1_1Protocol, AwsSmithyRpcV2CborProtocol } from '@aws-sdk/core/protocols'
import { expect } from 'vitest'
import {
  type Emulator,
  type EmulatorOptions,
  emptySeed,
  startEmulator,
} from '../../../src/emulator/server.ts'

/** Default account of an emulator, and another account. */
export const accountId = '123456789012'
export const otherAccountId = '210987654321'

/** Starts an empty emulator. */
export function startEmptyEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  return startEmulator({ seed: emptySeed, ...options })
}

/** The SDK's protocols that AppStream supports. */
export const protocols = { json: AwsJson1_1Protocol, cbor: AwsSmithyRpcV2CborProtocol } as const

/** Creates an SDK client without retries. */
export function clientOf(
  { url }: Emulator,
  {
    region = 'us-east-1',
    account = accountId,
    protocol = 'json',
  }: { region?: string; account?: string; protocol?: keyof typeof protocols } = {},
): AppStreamClient & Disposable {
  const credentials = { accessKeyId: account, secretAccessKey: 'not checked' }
  const client = new AppStreamClient({
    endpoint: url,
    region,
    credentials,
    maxAttempts: 1,
    protocol: protocols[protocol],
  })
  return Object.assign(client, { [Symbol.dispose]: () => client.destroy() })
}

/** Returns the exception with which a call fails; throws if the call succeeds. */
export async function exceptionOf(call: Promise<unknown>): Promise<AppStreamServiceException> {
  const error: unknown = await call.then(
    () => expect.fail('The call succeeded.'),
    (reason: unknown) => reason,
  )
  if (!(error instanceof AppStreamServiceException)) throw error
  return error
}

/** Response to a handwritten request. */
export interface RawAnswer {
  readonly status: number
  readonly type: string | undefined
  readonly message: string | undefined
  readonly headers: Headers
}

const signature = 'SignedHeaders=host, Signature=0'

/** Returns an Authorization header in the format of AWS. */
export function authorization(account = accountId, region = 'us-east-1', service = 'appstream'): string {
  return `AWS4-HMAC-SHA256 Credential=${account}/20261102/${region}/${service}/aws4_request, ${signature}`
}

/** Sends a handwritten request that no client would send. */
export async function send(
  { url }: Emulator,
  operation: string,
  body: string | Uint8Array<ArrayBuffer>,
  headers: Readonly<Record<string, string>> = {},
): Promise<RawAnswer> {
  const response = await fetch(url, {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `PhotonAdminProxyService.${operation}`,
      authorization: authorization(),
      ...headers,
    },
  })
  const answer = JSON.parse(await response.text())
  return { status: response.status, type: answer.__type, message: answer.Message, headers: response.headers }
}
