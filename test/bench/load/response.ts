/** Complete response. */
export interface Response {
  readonly status: number
  readonly body: Buffer
}

const HEAD_END = Buffer.from('\r\n\r\n')
const LINE_END = Buffer.from('\r\n')

/** Parses the response in `bytes`; returns undefined while it is incomplete. Throws on bytes after its end. */
export function parseResponse(bytes: Buffer): Response | undefined {
  const headEnd = bytes.indexOf(HEAD_END)
  if (headEnd < 0) return undefined
  const head = bytes.toString('latin1', 0, headEnd)
  const start = headEnd + HEAD_END.length
  const body = bodyOf(head, bytes, start)
  return body && { status: Number(head.slice(9, 12)), body }
}

function bodyOf(head: string, bytes: Buffer, start: number): Buffer | undefined {
  const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1]
  if (length === undefined) {
    if (/\r\ntransfer-encoding: *chunked/i.test(head)) return joinChunks(bytes, start)
    throw new Error(`A response has neither a length nor chunks: ${head}`)
  }
  const end = start + Number(length)
  if (bytes.length < end) return undefined
  if (bytes.length > end) throw new Error(`A response is longer than its content-length, ${length}.`)
  return bytes.subarray(start, end)
}

function joinChunks(bytes: Buffer, start: number): Buffer | undefined {
  const chunks: Buffer[] = []
  let position = start
  for (;;) {
    const lineEnd = bytes.indexOf(LINE_END, position)
    if (lineEnd < 0) return undefined
    const size = Number.parseInt(bytes.toString('latin1', position, lineEnd), 16)
    const chunkStart = lineEnd + LINE_END.length
    const chunkEnd = chunkStart + size
    if (bytes.length < chunkEnd + LINE_END.length) return undefined
    position = chunkEnd + LINE_END.length
    if (size > 0) {
      chunks.push(bytes.subarray(chunkStart, chunkEnd))
      continue
    }
    if (bytes.length > position) throw new Error('A response has bytes after its last chunk.')
    return chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks)
  }
}
