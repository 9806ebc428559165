import { once } from 'node:events'
import { connect } from 'node:net'
import { zstdDecompressSync } from 'node:zlib'
import type { Engine, Reply } from '../../../src/shared/redis/engine/engine.ts'
import { connectEngine } from './engine.ts'

/** Everything that gateways have sent to an engine or left there. */
export interface EngineRecord extends AsyncDisposable {
  /** Returns the arguments of all commands since the start, those of scripts included. */
  sent(): readonly Buffer[]
  /** Returns every key with its contents, and the milliseconds until it expires. */
  stored(): Promise<readonly StoredKey[]>
}

export interface StoredKey {
  readonly key: string
  /** Undefined if it does not expire. */
  readonly expiresInMs: number | undefined
  readonly parts: readonly Buffer[]
}

/** Records all commands of an engine from now on. The URL may have a password. */
export async function recordEngine(url: string): Promise<EngineRecord> {
  const { hostname, port, password } = new URL(url)
  const socket = connect(Number(port), hostname)
  const chunks: Buffer[] = []
  socket.on('data', (chunk) => chunks.push(chunk))
  await once(socket, 'connect')
  socket.write(`${password === '' ? '' : `AUTH ${password}\r\n`}MONITOR\r\n`)
  await once(socket, 'data')
  const engine = await connectEngine({ url }, { deployment: 'record' })
  return {
    sent: () => parseMonitor(Buffer.concat(chunks)),
    stored: () => readEverything(engine),
    async [Symbol.asyncDispose]() {
      engine.close()
      socket.destroy()
      await once(socket, 'close')
    },
  }
}

/** Returns the arguments in the output of MONITOR: quoted, with escapes like those of C. */
function parseMonitor(output: Buffer): readonly Buffer[] {
  const quoted = output.toString('latin1').matchAll(/"((?:[^"\\]|\\.)*)"/g)
  return Array.from(quoted, ([, text = '']) => {
    const bytes = text.replace(/\\(?:x([0-9a-f]{2})|(.))/g, (_, hex: string | undefined, letter: string) =>
      hex === undefined ? (ESCAPES[letter] ?? letter) : String.fromCharCode(Number.parseInt(hex, 16)),
    )
    return Buffer.from(bytes, 'latin1')
  })
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', a: '\x07', b: '\b' }

const READ: Readonly<Record<string, (key: string) => readonly string[]>> = {
  string: (key) => ['GET', key],
  hash: (key) => ['HGETALL', key],
  stream: (key) => ['XRANGE', key, '-', '+'],
  zset: (key) => ['ZRANGE', key, '0', '-1', 'WITHSCORES'],
  set: (key) => ['SMEMBERS', key],
  list: (key) => ['LRANGE', key, '0', '-1'],
}

async function readEverything(engine: Engine): Promise<readonly StoredKey[]> {
  const keys = partsOf(await engine.send(['KEYS', '*'])).map(String)
  const stored = keys.sort().map(async (key): Promise<StoredKey> => {
    const type = String(await engine.send(['TYPE', key]))
    // It may have expired by now.
    if (type === 'none') return { key, expiresInMs: 0, parts: [] }
    const command = READ[type]?.(key)
    if (command === undefined) throw new Error(`${key} has the unknown type ${type}.`)
    const contents = await engine.send(command, { isBinary: true })
    const expiry = Number(await engine.send(['PTTL', key]))
    return { key, expiresInMs: expiry < 0 ? undefined : expiry, parts: partsOf(contents) }
  })
  return Promise.all(stored)
}

function partsOf(reply: Reply): readonly Buffer[] {
  if (reply === null) return []
  if (Buffer.isBuffer(reply)) return [reply]
  if (typeof reply === 'string' || typeof reply === 'number') return [Buffer.from(String(reply))]
  return reply.flatMap(partsOf)
}

const ZSTD_MAGIC = Buffer.from([0x28, 0xb5, 0x2f, 0xfd])

/** Returns all texts in some bytes: as they are, decompressed, and decoded from base64, hex and URLs. */
export function textsIn(bytes: Buffer): readonly string[] {
  const at = bytes.indexOf(ZSTD_MAGIC)
  const plain = [bytes.toString(), ...(at < 0 ? [] : [zstdDecompressSync(bytes.subarray(at)).toString()])]
  return plain.flatMap((text) => [
    text,
    ...Array.from(text.match(/[\w+/-]{8,}={0,2}/g) ?? [], (part) => Buffer.from(part, 'base64').toString()),
    ...Array.from(text.match(/(?:[0-9a-f]{2}){4,}/gi) ?? [], (part) => Buffer.from(part, 'hex').toString()),
    ...(text.includes('%')
      ? [text.replace(/%([0-9a-f]{2})/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)))]
      : []),
  ])
}
