import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'

/** AssumeRole request. */
export interface Assumption {
  readonly roleArn: string
  readonly sessionName: string
  readonly tags: Readonly<Record<string, string>>
  readonly externalId: string | undefined
  /** Access key that signed it. */
  readonly accessKeyId: string | undefined
  /** Session token of the returned credentials, if granted. */
  readonly sessionToken: string
}

/** Response to an assumption: credentials, an error, or, with `hang`, none. */
export type StsAnswer =
  | { readonly grantForMs: number }
  | { readonly error: string; readonly status: number }
  | 'hang'

/** STS stub that grants every role, over real sockets. */
export interface Sts extends AsyncDisposable {
  readonly url: string
  /** Requests so far, oldest first. */
  readonly assumptions: readonly Assumption[]
  /** Further responses. Default: credentials valid for an hour. */
  answer: StsAnswer
  /** Resolves when that many requests have arrived. */
  waitFor(count: number): Promise<void>
  /** Resolves when no request is open. */
  idle(): Promise<void>
}

/** Secret key of all credentials that it grants. */
export const STS_SECRET = 'granted-by-sts'

const HOUR_MS = 3_600_000
const REQUEST_ID = 'sts-request-1'
/** AWS's own patterns: the API reference of AssumeRole and of Tag. */
const SESSION_NAME = /^[\w+=,.@-]{2,64}$/
const TAG_VALUE = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/u

/** Starts the stub on a free port. It rejects the session names and tags that AWS rejects. */
export async function startSts(): Promise<Sts> {
  const assumptions: Assumption[] = []
  const waiting = new Set<() => void>()
  const open = new Set<ServerResponse>()
  const server = createServer((request, response) => {
    open.add(response)
    response.once('close', () => {
      open.delete(response)
      wake()
    })
    // A client that disconnects while its request is read gets no response.
    receive(request).then(
      (assumption) => respond(response, assumption, sts.answer),
      () => response.destroy(),
    )
  })

  function wake(): void {
    for (const check of waiting) check()
  }

  function until(isSo: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const check = () => {
        if (!isSo()) return
        waiting.delete(check)
        resolve()
      }
      waiting.add(check)
      check()
    })
  }

  async function receive(request: IncomingMessage): Promise<Assumption> {
    const form = new URLSearchParams(await text(request))
    const roleArn = form.get('RoleArn') ?? ''
    const sessionName = form.get('RoleSessionName') ?? ''
    const assumption = {
      roleArn,
      sessionName,
      tags: tagsOf(form),
      externalId: form.get('ExternalId') ?? undefined,
      accessKeyId: /Credential=([^/]+)/.exec(request.headers.authorization ?? '')?.[1],
      sessionToken: `${roleArn}/${sessionName}/${assumptions.length}`,
    }
    assumptions.push(assumption)
    wake()
    return assumption
  }

  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The server has no port.')
  const sts: Sts = {
    url: `http://127.0.0.1:${address.port}`,
    assumptions,
    answer: { grantForMs: HOUR_MS },
    waitFor: (count) => until(() => assumptions.length >= count),
    idle: () => until(() => open.size === 0),
    async [Symbol.asyncDispose]() {
      if (!server.listening) return
      server.closeAllConnections()
      await server[Symbol.asyncDispose]()
    },
  }
  return sts
}

function tagsOf(form: URLSearchParams): Record<string, string> {
  const tags: Record<string, string> = {}
  for (let index = 1; form.has(`Tags.member.${index}.Key`); index++) {
    tags[form.get(`Tags.member.${index}.Key`) ?? ''] = form.get(`Tags.member.${index}.Value`) ?? ''
  }
  return tags
}

function respond(response: ServerResponse, assumption: Assumption, answer: StsAnswer): void {
  if (answer === 'hang') return
  const { sessionName, tags } = assumption
  const isValid = SESSION_NAME.test(sessionName) && Object.values(tags).every((tag) => TAG_VALUE.test(tag))
  const { status, body } =
    isValid && 'grantForMs' in answer
      ? { status: 200, body: granted(assumption, answer.grantForMs) }
      : refused(isValid && 'error' in answer ? answer : { error: 'ValidationError', status: 400 })
  response.writeHead(status, { 'content-type': 'text/xml', 'x-amzn-requestid': REQUEST_ID }).end(body)
}

function refused({ error, status }: { readonly error: string; readonly status: number }) {
  const body = `
    <ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
      <Error>
        <Type>${status < 500 ? 'Sender' : 'Receiver'}</Type>
        <Code>${error}</Code>
        <Message>secret: arn:aws:iam::123456789012:role/gateway may not</Message>
      </Error>
      <RequestId>${REQUEST_ID}</RequestId>
    </ErrorResponse>`
  return { status, body }
}

/** The access key is the role's account, which identifies it to the emulator. */
function granted({ roleArn, sessionName, sessionToken }: Assumption, grantForMs: number): string {
  const [, , , , account, role = ''] = roleArn.split(':')
  return `
    <AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
      <AssumeRoleResult>
        <AssumedRoleUser>
          <AssumedRoleId>AROAEXAMPLE:${sessionName}</AssumedRoleId>
          <Arn>arn:aws:sts::${account}:assumed-${role}/${sessionName}</Arn>
        </AssumedRoleUser>
        <Credentials>
          <AccessKeyId>${account}</AccessKeyId>
          <SecretAccessKey>${STS_SECRET}</SecretAccessKey>
          <SessionToken>${sessionToken}</SessionToken>
          <Expiration>${new Date(Date.now() + grantForMs).toISOString()}</Expiration>
        </Credentials>
      </AssumeRoleResult>
      <ResponseMetadata><RequestId>${REQUEST_ID}</RequestId></ResponseMetadata>
    </AssumeRoleResponse>`
}
