import { z } from 'zod'
import type { ValueCodec } from '../cache/shared-values.ts'
import { createDescriptionDecoder, createDescriptionEncoder } from '../collection/description-codec.ts'
import type { PartnerNames } from './pair-kind.ts'

const partners = z.array(z.union([z.tuple([z.string()]), z.tuple([z.string(), z.unknown()])]))

/** Creates the codec of the partners of a name. Each is sent as a name, with the data of the association if any. */
export function createPartnerCodec<Data>(): ValueCodec<PartnerNames<Data>> {
  return {
    toJson(names) {
      const { encode } = createDescriptionEncoder()
      return Array.from(names, ([name, data]) =>
        typeof data === 'object' && data !== null ? [name, encode(data)] : [name],
      )
    },
    fromJson(json) {
      const decode = createDescriptionDecoder({})
      const sent = partners.safeParse(json).data
      // Only associations of this kind are sent under its key, which the compiler cannot know.
      return sent && new Map(sent.map(([name, data]) => [name, decode(data) as Data | undefined]))
    },
  }
}
