import type { Reply } from '../engine/engine.ts'
import { unpack } from '../engine/payload.ts'
import { bytesOf, fieldsOf, listOf, numberOf, textOf } from '../engine/replies.ts'

/** Entry of the log: a commit of one journal. */
export interface Entry {
  readonly number: number
  readonly nonce: string
  /** Nonce of the commit before it, of any journal. */
  readonly previousNonce: string
  readonly epoch: string
  readonly journal: string
  /** Number of the commit before it in the same journal; 0 if it is the first. */
  readonly previous: number
  /** Id of the replica that made the commit. */
  readonly writer: string
  /** Epoch milliseconds of the engine's clock. */
  readonly time: number
  readonly wantsAcks: boolean
  /** `base`: restored from the base instead of decoded. `checkpoint`: changes nothing, but renews the base. */
  readonly kind: 'delta' | 'base' | 'checkpoint'
  /** Size of the base, if the commit has one. */
  readonly baseBytes: number
  /** Size of the payload. */
  readonly bytes: number
  /** Parses the payload. @throws if it is damaged */
  readonly delta: () => unknown
}

/** Parses an entry as XREAD and XRANGE return it, with strings as Buffers. */
export function parseEntry(reply: Reply | undefined): Entry {
  const [id, list] = listOf(reply)
  const fields = fieldsOf(list)
  const text = (name: string) => textOf(fields.get(name))
  const payload = bytesOf(fields.get('d'))
  const kind = text('k')
  return {
    number: Number(textOf(id).split('-')[0]),
    nonce: text('i'),
    previousNonce: text('p'),
    epoch: text('e'),
    journal: text('c'),
    previous: numberOf(fields.get('q')),
    writer: text('w'),
    time: numberOf(fields.get('t')),
    wantsAcks: text('a') === '1',
    kind: kind === 'base' || kind === 'checkpoint' ? kind : 'delta',
    baseBytes: numberOf(fields.get('l')),
    bytes: payload.length,
    delta: () => unpack(payload),
  }
}
