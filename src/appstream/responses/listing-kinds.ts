import { Application$, Image$ } from '@aws-sdk/client-appstream'
import type { Schema } from '@smithy/types'
import { type CompressedList, compressList, digestOf } from '../model/compressed-list.ts'
import type { Application, AwsImage } from '../model/model.ts'
import { LenientDeserializer, SETTINGS } from './lenient-protocol.ts'
import { type IdentifyingMember, IMAGE_SHAPE, type JsonStructure, type Shape } from './listing-validation.ts'

/** Cache of the parsed content of earlier responses, by digest. */
export interface ParsedContentCache<Item> {
  item(digest: string): Item | undefined
  applications(digest: string): CompressedList<Application> | undefined
}

/** Parsed description with the digest of its JSON. */
export interface Described<Item> {
  readonly digest: string
  readonly item: Item
}

/** Listing and JSON parsing of one kind of resource. */
export interface DescribedKind<Item> {
  /** Member that holds the list. */
  readonly list: string
  /** Member that every item has; null if there is none. Default: `Name`. */
  readonly identifier?: IdentifyingMember | null
  readonly shape: Shape
  /** Returns the compressed list of an item, so that later listings can share it. */
  compressedListOf?(item: Item): CompressedList<Application> | undefined
  /** Parses a valid description; returns the known object if it is unchanged. */
  describe(json: JsonStructure, known: ParsedContentCache<Item>): Described<Item>
}

/** Images, with their applications compressed until they are read. */
export const IMAGES: DescribedKind<AwsImage> = {
  list: 'Images',
  shape: IMAGE_SHAPE,
  compressedListOf: ({ Applications }) => Applications,
  describe({ Applications, ...json }, known) {
    const text = Applications == null ? '' : JSON.stringify(Applications)
    const applicationsDigest = text === '' ? '' : digestOf(text)
    const digest = digestOf(`${JSON.stringify(json)}${applicationsDigest}`)
    const same = known.item(digest)
    if (same !== undefined) return { digest, item: same }
    const image: AwsImage = deserializer.readObject(Image$, json)
    if (text === '') return { digest, item: image }
    const compressed =
      known.applications(applicationsDigest) ?? compressList(text, applicationsDigest, readApplications)
    return { digest, item: { ...image, Applications: compressed } }
  },
}

const deserializer = new LenientDeserializer(SETTINGS)

/** Reads a structure from its JSON. */
export function readStructure(schema: Schema, json: JsonStructure) {
  return deserializer.readObject(schema, json)
}

/** Parses the applications of an image. */
export function readApplications(text: string): readonly Application[] {
  const json: readonly JsonStructure[] = JSON.parse(text)
  return json.map((application) => deserializer.readObject(Application$, application))
}
