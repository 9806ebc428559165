import { Application$, Image$ } from '@aws-sdk/client-appstream'
import type { Schema } from '@smithy/types'
import { type IdentifyingMember, IMAGE_SHAPE, type JsonStructure, type Shape } from './description.ts'
import { LenientDeserializer, SETTINGS } from './lenient-protocol.ts'
import type { Application, AwsImage } from './model.ts'
import { digestOf, type Packed, pack } from './packed.ts'

/** Content of earlier answers of AWS, by digest. */
export interface Known<Item> {
  item(digest: string): Item | undefined
  applications(digest: string): Packed<Application> | undefined
}

/** A description, and the digest of the JSON that it was read from. */
export interface Described<Item> {
  readonly digest: string
  readonly item: Item
}

/** Listing and JSON parsing of one kind of resource. */
export interface DescribedKind<Item> {
  /** The member that holds the list. */
  readonly list: string
  /** The member that every item has; `Name` by default. */
  readonly identifier?: IdentifyingMember
  readonly shape: Shape
  /** Returns the packed list of an item, for later listings to share. */
  packedOf?(item: Item): Packed<Application> | undefined
  /** Reads a sound description; one that is known already is returned itself. */
  describe(json: JsonStructure, known: Known<Item>): Described<Item>
}

/** Images, whose applications stay packed until somebody reads them. */
export const IMAGES: DescribedKind<AwsImage> = {
  list: 'Images',
  shape: IMAGE_SHAPE,
  packedOf: ({ Applications }) => Applications,
  describe({ Applications, ...json }, known) {
    const text = Applications == null ? '' : JSON.stringify(Applications)
    const applicationsDigest = text === '' ? '' : digestOf(text)
    const digest = digestOf(`${JSON.stringify(json)}${applicationsDigest}`)
    const same = known.item(digest)
    if (same !== undefined) return { digest, item: same }
    const image: AwsImage = deserializer.readObject(Image$, json)
    if (text === '') return { digest, item: image }
    const packed = known.applications(applicationsDigest) ?? pack(text, applicationsDigest, readApplications)
    return { digest, item: { ...image, Applications: packed } }
  },
}

const deserializer = new LenientDeserializer(SETTINGS)

/** Reads a structure from its JSON. */
export function readStructure(schema: Schema, json: JsonStructure) {
  return deserializer.readObject(schema, json)
}

function readApplications(text: string): readonly Application[] {
  const json: readonly JsonStructure[] = JSON.parse(text)
  return json.map((application) => deserializer.readObject(Application$, application))
}
